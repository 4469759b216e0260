"""Money that went back: never more than came, and booked once."""

from shop.books.law import Law

#: Of these the money went back, or is on its way; an excess is no part of what came.
_ALIVE = "r.state not in ('failed', 'replaced') and r.gives_back <> 'excess'"

LAWS = (
    Law(
        "refunds-add-up",
        "Die Erstattungen jeder Zahlung ergeben, was von ihr zurückgegeben ist",
        f"""
        select o.number, a.payment_intent_id, a.refunded_cents, coalesce(r.cents, 0) as sum_cents
        from payment_attempts a
        join orders o on o.id = a.order_id
        left join (
            select r.attempt_id, sum(r.amount_cents) as cents from refunds r
            where {_ALIVE} group by r.attempt_id
        ) r on r.attempt_id = a.id
        where a.refunded_cents <> coalesce(r.cents, 0)
        order by a.id
        """,
        "{number}: von Zahlung {payment_intent_id} zurückgegeben {refunded_cents}, "
        "nach den Erstattungen {sum_cents}",
    ),
    Law(
        "refunds-within-payment",
        "Nie wird mehr erstattet, als eingegangen ist",
        f"""
        select o.number, a.payment_intent_id, a.received_cents, sum(r.amount_cents) as sum_cents
        from refunds r
        join payment_attempts a on a.id = r.attempt_id
        join orders o on o.id = a.order_id
        where {_ALIVE}
        group by o.number, a.id, a.payment_intent_id, a.received_cents
        having sum(r.amount_cents) > a.received_cents
        order by a.id
        """,
        "{number}: von Zahlung {payment_intent_id} über {received_cents} erstattet {sum_cents}",
    ),
    Law(
        "refund-booked",
        "Jede angenommene Erstattung steht einmal im Geldbuch, keine andere",
        """
        select o.number, r.id, r.state, r.amount_cents, m.amount_cents as booked_cents
        from refunds r
        join orders o on o.id = r.order_id
        left join ledger_money m on m.source = 'refund:' || r.stripe_id
        where (r.accepted_at is not null) <> (m.id is not null)
            or m.amount_cents <> -r.amount_cents or coalesce(m.order_id, r.order_id) <> r.order_id
            or (r.accepted_at is null and r.state in ('pending', 'succeeded'))
            or (r.accepted_at is not null and r.state = 'requested')
        order by r.id
        """,
        "{number}, Erstattung {id} („{state}“) über {amount_cents}: im Geldbuch {booked_cents}",
    ),
    Law(
        "refund-failed-booked",
        "Jede gescheiterte Erstattung, die gebucht war, ist einmal zurückgebucht",
        """
        select o.number, r.id, r.state, r.amount_cents, m.amount_cents as booked_cents
        from refunds r
        join orders o on o.id = r.order_id
        left join ledger_money m on m.source = 'refund_failed:' || r.stripe_id
        where (r.accepted_at is not null and r.state in ('failed', 'replaced', 'settled'))
                <> (m.id is not null)
            or m.amount_cents <> r.amount_cents or coalesce(m.order_id, r.order_id) <> r.order_id
        order by r.id
        """,
        "{number}, Erstattung {id} („{state}“) über {amount_cents}: zurückgebucht {booked_cents}",
    ),
    Law(
        "refund-by-hand-booked",
        "Was von Hand gegeben wurde, steht einmal im Geldbuch, keine andere Erstattung",
        """
        select o.number, r.id, r.state, r.amount_cents, m.amount_cents as booked_cents
        from refunds r
        join orders o on o.id = r.order_id
        left join ledger_money m
            on m.source = 'refund_by_hand:' || coalesce(r.stripe_id, r.idempotency_key)
        where (r.state = 'settled') <> (m.id is not null)
            or m.amount_cents <> -r.amount_cents or coalesce(m.order_id, r.order_id) <> r.order_id
        order by r.id
        """,
        "{number}, Erstattung {id} („{state}“) über {amount_cents}: "
        "von Hand gebucht {booked_cents}",
    ),
    Law(
        "refund-known",
        "Jede Erstattung in den Büchern gehört zu einer Erstattung einer Bestellung",
        """
        select 'Geldbuchung' as book, m.id, m.source, m.amount_cents
        from ledger_money m
        left join refunds r on r.stripe_id = m.stripe_id
        left join refunds k on k.idempotency_key = m.stripe_id
        where m.kind in ('refund', 'refund_failed', 'refund_by_hand')
            and coalesce(r.order_id, k.order_id, -1) <> coalesce(m.order_id, 0)
        union all
        select 'Warenbuchung', e.id, e.source, e.gross_cents
        from ledger_entries e
        left join refunds r on r.stripe_id = e.stripe_id
        left join refunds k on k.idempotency_key = e.stripe_id
        where e.kind = 'refund' and e.channel <> 'counter' and (
            coalesce(r.order_id, k.order_id, -1) <> e.order_id
            or coalesce(r.gives_back, k.gives_back) <> 'goods'
        )
        """,
        "{book} {id} ({source}) über {amount_cents} gehört zu keiner Erstattung",
    ),
)
