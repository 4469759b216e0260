"""Money that banks took back: it is given to nobody a second time."""

from shop.books.law import Law

LAWS = (
    Law(
        "disputed-adds-up",
        "Was Rückbuchungen von einer Zahlung geholt haben, fehlt ihr",
        """
        select o.number, a.payment_intent_id, a.disputed_cents, coalesce(d.cents, 0) as sum_cents
        from payment_attempts a
        join orders o on o.id = a.order_id
        left join (
            select payment_intent_id, sum(withdrawn_cents) as cents from disputes
            where order_id is not null group by payment_intent_id
        ) d on d.payment_intent_id = a.payment_intent_id
        where a.disputed_cents <> coalesce(d.cents, 0)
        order by a.id
        """,
        "{number}: der Zahlung {payment_intent_id} fehlen {disputed_cents}, "
        "nach den Rückbuchungen {sum_cents}",
    ),
    Law(
        "never-more-than-came",
        "Was eine Bank zurückgeholt hat, gibt der Laden nicht noch einmal",
        """
        select o.number, a.payment_intent_id, a.received_cents, d.cents as taken_cents,
            -m.amount_cents as lost_cents, sum(r.amount_cents) as given_cents
        from payment_attempts a
        join orders o on o.id = a.order_id
        join (
            select payment_intent_id, sum(withdrawn_cents) as cents, min(taken_at) as taken_at
            from disputes where withdrawn_cents > 0 group by payment_intent_id
        ) d on d.payment_intent_id = a.payment_intent_id
        -- What the shop gave before, or somebody past it, the bank has taken all the same.
        join refunds r on r.attempt_id = a.id and r.origin <> 'dashboard'
            and r.state in ('pending', 'succeeded', 'settled')
            and case r.state when 'settled' then r.ended_at else r.requested_at end > d.taken_at
        left join ledger_money m on m.source = 'payment_lost:' || a.payment_intent_id
        group by o.number, a.id, a.payment_intent_id, a.received_cents, d.cents, m.amount_cents
        having sum(r.amount_cents) + d.cents - coalesce(m.amount_cents, 0) > a.received_cents
        order by a.id
        """,
        "{number}: von Zahlung {payment_intent_id} über {received_cents} holte die Bank "
        "{taken_cents}, danach gab der Laden {given_cents}",
    ),
    Law(
        "paid-otherwise-was-owed",
        "Anders bezahlt wird nur, was eine Bank zurückgeholt hat, und nie mehr",
        """
        select o.number, a.payment_intent_id, m.amount_cents, a.received_cents
        from ledger_money m
        join payment_attempts a on a.payment_intent_id = m.stripe_id
        join orders o on o.id = a.order_id
        where m.kind = 'paid_otherwise' and (
            m.amount_cents <= 0 or m.amount_cents > a.received_cents
            or not (a.state = 'lost' or exists (
                select 1 from disputes d
                where d.payment_intent_id = a.payment_intent_id and d.status = 'lost'))
        )
        order by m.id
        """,
        "{number}: anders bezahlt {amount_cents}, Zahlung {payment_intent_id} "
        "über {received_cents}",
    ),
)
