"""Whatever a customer must hear of is in the outbox."""

from shop.books.law import Law

LAWS = (
    Law(
        "receipt-queued",
        "Jede Bestellung hat ihre Eingangsbestätigung",
        """
        select o.number from orders o
        left join outbox m on m.dedupe_key = 'order-received:' || o.id
        -- Who buys over a counter leaves no address.
        where m.id is null and o.delivery <> 'counter' order by o.id
        """,
        "{number}: keine Eingangsbestätigung im Postausgang",
    ),
    Law(
        "confirmation-queued",
        "Genau die verkauften Bestellungen haben ihre Vertragsbestätigung",
        """
        select o.number, o.state from orders o
        left join outbox m on m.dedupe_key = 'order-confirmed:' || o.id
        where (o.paid_at is not null and o.delivery <> 'counter') <> (m.id is not null)
        order by o.id
        """,
        "{number} („{state}“): Bestätigung fehlt oder ist zu viel",
    ),
    Law(
        "refund-queued",
        "Genau die Erstattungen, die Stripe annahm, haben ihre Mail",
        """
        select o.number, r.id from refunds r
        join orders o on o.id = r.order_id
        left join outbox m on m.dedupe_key = 'order-refunded:' || r.order_id || ':' || r.id
        -- One that failed as it was accepted needs none.
        where (r.state in ('pending', 'succeeded') and m.id is null)
            or (r.accepted_at is null and m.id is not null)
        order by r.id
        """,
        "{number}, Erstattung {id}: Mail fehlt oder ist zu viel",
    ),
)
