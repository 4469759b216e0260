"""An order adds up, and its history tells how it came to its state."""

from shop.books.law import Law
from shop.orders.rules import MOVES, State

_ALLOWED = ", ".join(
    f"'{before}>{after}'"
    for before, after in [
        ("", State.AWAITING_PAYMENT),
        # Over a counter: paid and handed over at once.
        ("", State.HANDED_OVER),
        *((before, after) for before in MOVES for after in sorted(MOVES[before])),
    ]
)

LAWS = (
    Law(
        "order-total",
        "Die Positionen jeder Bestellung ergeben ihre Summe",
        """
        select o.number, o.total_cents, coalesce(l.cents, 0) as lines_cents
        from orders o
        left join (select order_id, sum(total_cents) as cents from order_lines group by order_id) l
            on l.order_id = o.id
        where o.total_cents <> coalesce(l.cents, 0)
        order by o.id
        """,
        "{number}: die Positionen ergeben {lines_cents}, die Bestellung {total_cents}",
    ),
    Law(
        "line-price",
        "Menge mal Einzelpreis ergibt jede Position",
        """
        select o.number, l.position, l.quantity, l.unit_price_cents, l.total_cents
        from order_lines l join orders o on o.id = l.order_id
        where l.total_cents <> l.quantity * l.unit_price_cents or l.quantity < 1
        order by l.id
        """,
        "{number}, Position {position}: {quantity} × {unit_price_cents}, aber {total_cents}",
    ),
    Law(
        "line-vat",
        "Die Steueranteile jeder Position ergeben ihren Preis, netto und Steuer jeden Anteil",
        """
        select o.number, l.position, l.total_cents, v.gross as gross_cents, v.net as net_cents,
            v.vat as vat_cents
        from order_lines l
        join orders o on o.id = l.order_id
        left join (
            select line_id, sum(gross_cents) as gross, sum(net_cents) as net, sum(vat_cents) as vat,
                sum(abs(gross_cents - net_cents - vat_cents)) as off
            from order_line_vat group by line_id
        ) v on v.line_id = l.id
        where coalesce(v.gross, 0) <> l.total_cents or v.off <> 0
        order by l.id
        """,
        "{number}, Position {position}: {total_cents}, nach Steuersätzen {gross_cents} "
        "(netto {net_cents}, Steuer {vat_cents})",
    ),
    Law(
        "history-moves",
        "Jede Bestellung ging nur erlaubte Schritte, einen nach dem anderen",
        f"""
        select o.number, e.before, e.from_state, e.to_state, e.id
        from (
            select id, order_id, from_state, to_state,
                lag(to_state, 1, '') over (partition by order_id order by id) as before
            from order_events where from_state <> to_state
        ) e
        join orders o on o.id = e.order_id
        where e.from_state <> e.before or e.from_state || '>' || e.to_state not in ({_ALLOWED})
        order by e.id
        """,
        "{number}: Eintrag {id} führt von „{from_state}“ nach „{to_state}“, davor stand „{before}“",
    ),
    Law(
        "history-end",
        "Die Geschichte jeder Bestellung endet in ihrem Zustand",
        """
        select o.number, o.state, e.to_state
        from orders o
        left join (
            select order_id, max(id) as id from order_events
            where from_state <> to_state group by order_id
        ) newest on newest.order_id = o.id
        left join order_events e on e.id = newest.id
        where coalesce(e.to_state, '') <> o.state
        order by o.id
        """,
        "{number}: steht auf „{state}“, die Geschichte endet mit „{to_state}“",
    ),
    Law(
        "paid-when-sold",
        "Verkauft ist genau, was einen Tag der Zahlung hat",
        """
        select number, state, paid_at, business_date from orders
        where (paid_at is null) <> (business_date is null)
            or (paid_at is null and state in ('paid', 'packed', 'shipped', 'handed_over'))
            or (paid_at is not null
                and state in ('awaiting_payment', 'payment_pending', 'expired', 'cancelled'))
        order by id
        """,
        "{number}: „{state}“, bezahlt {paid_at}, gebucht auf {business_date}",
    ),
)
