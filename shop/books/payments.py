"""Money that came in: all of it is booked, and each payment has one reason to be here."""

from shop.books.law import Law

LAWS = (
    Law(
        "payment-booked",
        "Jede eingegangene Zahlung steht einmal im Geldbuch",
        """
        select o.number, a.payment_intent_id, a.received_cents, m.amount_cents as booked_cents
        from payment_attempts a
        join orders o on o.id = a.order_id
        left join ledger_money m on m.source = 'payment:' || a.payment_intent_id
        where a.received_cents > 0 and (
            m.id is null or m.kind <> 'payment' or m.amount_cents <> a.received_cents
            or coalesce(m.order_id, 0) <> a.order_id
        )
        order by a.id
        """,
        "{number}: Zahlung {payment_intent_id} über {received_cents}, im Geldbuch {booked_cents}",
    ),
    Law(
        "payment-lost-booked",
        "Was eine Bank zurückgeholt hat, steht einmal im Geldbuch, ohne das schon Erstattete",
        """
        select o.number, a.payment_intent_id, a.received_cents, m.amount_cents as booked_cents
        from payment_attempts a
        join orders o on o.id = a.order_id
        left join ledger_money m on m.source = 'payment_lost:' || a.payment_intent_id
        left join (
            select attempt_id, sum(amount_cents) as cents from refunds
            where accepted_at is not null group by attempt_id
        ) back on back.attempt_id = a.id
        left join (
            select payment_intent_id, sum(amount_cents) as cents from disputes
            where taken_at is not null group by payment_intent_id
        ) d on d.payment_intent_id = a.payment_intent_id
        where (a.state = 'lost') <> (m.id is not null)
            or -m.amount_cents > a.received_cents
            or -m.amount_cents
                < a.received_cents - coalesce(back.cents, 0) - coalesce(d.cents, 0)
            or coalesce(m.order_id, a.order_id) <> a.order_id
        order by a.id
        """,
        "{number}: Zahlung {payment_intent_id} über {received_cents}, "
        "als zurückgeholt gebucht {booked_cents}",
    ),
    Law(
        "payment-known",
        "Jede Zahlung im Geldbuch gehört zu einer Zahlung einer Bestellung",
        """
        select m.id, m.source, m.amount_cents
        from ledger_money m
        left join payment_attempts a on a.payment_intent_id = m.stripe_id
        where m.kind in ('payment', 'payment_lost', 'paid_otherwise')
            and (a.id is null or a.received_cents = 0 or a.order_id <> coalesce(m.order_id, 0))
        order by m.id
        """,
        "Geldbuchung {id} ({source}) über {amount_cents} gehört zu keiner Zahlung",
    ),
    Law(
        "payment-has-a-reason",
        "Jede Zahlung ist für genau einen Verkauf, geht zurück oder wartet auf eine Entscheidung",
        """
        select o.number, o.state, a.payment_intent_id, a.purpose, a.received_cents,
            a.refunded_cents
        from payment_attempts a
        join orders o on o.id = a.order_id
        left join (
            select attempt_id, sum(amount_cents) as cents from refunds
            where state = 'failed' group by attempt_id
        ) failed on failed.attempt_id = a.id
        where a.received_cents > 0 and a.state <> 'lost' and not (
            (a.purpose = 'sale' and o.paid_at is not null)
            or (a.purpose = 'surplus'
                and a.refunded_cents + coalesce(failed.cents, 0) >= a.received_cents)
            or (a.purpose = '' and o.state = 'needs_decision')
        )
        order by a.id
        """,
        "{number} („{state}“): Zahlung {payment_intent_id} über {received_cents}, "
        "Zweck „{purpose}“, zurückgegeben {refunded_cents}",
    ),
    Law(
        "sale-has-a-payment",
        "Jede verkaufte Bestellung hat genau eine Zahlung über genau ihre Summe, "
        "ein Verkauf vor Ort keine",
        """
        select o.number, o.state, o.total_cents, coalesce(a.times, 0) as times,
            a.cents as received_cents
        from orders o
        left join (
            select order_id, count(*) as times, sum(received_cents) as cents
            from payment_attempts where purpose = 'sale' group by order_id
        ) a on a.order_id = o.id
        where coalesce(a.times, 0)
                <> case when o.paid_at is null or o.delivery = 'counter' then 0 else 1 end
            or (o.paid_at is not null and a.cents <> o.total_cents)
        order by o.id
        """,
        "{number} („{state}“) über {total_cents}: {times} Zahlungen, eingegangen {received_cents}",
    ),
    Law(
        "waiting-can-be-paid",
        "Genau die Bestellungen, die auf Geld warten, haben eine offene Zahlung",
        """
        select o.number, o.state, coalesce(a.times, 0) as times
        from orders o
        left join (
            select order_id, count(*) as times from payment_attempts
            where state in ('open', 'pending') group by order_id
        ) a on a.order_id = o.id
        where coalesce(a.times, 0)
            <> case when o.state in ('awaiting_payment', 'payment_pending') then 1 else 0 end
        order by o.id
        """,
        "{number} („{state}“): {times} offene Zahlungen",
    ),
    Law(
        "money-equals-goods",
        "Je Bestellung: eingegangenes Geld weniger Erstattungen = verkaufte Ware; "
        "was übrig ist, wartet auf eine Entscheidung oder geht zurück",
        """
        select o.number, coalesce(m.cents, 0) as money_cents, coalesce(e.cents, 0) as goods_cents,
            coalesce(a.cents, 0) - coalesce(r.surplus, 0) as unsold_cents,
            coalesce(m.lost, 0) + coalesce(r.undone, 0) as lost_cents
        from orders o
        left join (
            select order_id, sum(amount_cents) as cents,
                sum(case when kind in ('payment_lost', 'dispute', 'paid_otherwise')
                    then amount_cents else 0 end) as lost
            from ledger_money
            where kind in ('payment', 'payment_lost', 'refund', 'refund_failed',
                'refund_by_hand', 'dispute', 'paid_otherwise', 'takings', 'takings_back')
            group by order_id
        ) m on m.order_id = o.id
        left join (
            select order_id, sum(gross_cents) as cents from ledger_entries group by order_id
        ) e on e.order_id = o.id
        left join (
            select order_id, sum(received_cents) as cents from payment_attempts
            where purpose <> 'sale' group by order_id
        ) a on a.order_id = o.id
        left join (
            select order_id,
                sum(case when gives_back in ('surplus', 'excess')
                        and state in ('pending', 'succeeded', 'settled')
                    then amount_cents else 0 end) as surplus,
                sum(case when gives_back = 'goods' and state = 'undone'
                    then amount_cents else 0 end) as undone
            from refunds group by order_id
        ) r on r.order_id = o.id
        where coalesce(m.cents, 0) <> coalesce(e.cents, 0) + coalesce(a.cents, 0)
            - coalesce(r.surplus, 0) + coalesce(m.lost, 0) + coalesce(r.undone, 0)
        order by o.id
        """,
        "{number}: Geld {money_cents}; Ware {goods_cents}, noch zurückzugeben {unsold_cents}, "
        "zurückgeholt und nicht storniert {lost_cents}",
    ),
)
