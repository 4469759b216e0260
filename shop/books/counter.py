"""What is sold over a counter: paid at once, by money that never was in Stripe's balance."""

from shop.books.law import Law

#: What each return says in its lines.
_LINES = """
    select x.return_id, sum(x.gross_cents) as cents, min(l.order_id) as first_order,
        max(l.order_id) as last_order
    from counter_return_lines x join order_lines l on l.id = x.line_id
    group by x.return_id
"""

LAWS = (
    Law(
        "counter-at-once",
        "Ein Verkauf vor Ort ist sofort übergeben, nennt keine Kundin, "
        "und sonst beginnt keine Bestellung so",
        """
        select o.number, o.state, o.delivery
        from orders o
        left join counter_sales c on c.order_id = o.id
        left join order_events e on e.order_id = o.id and e.from_state = ''
            and e.to_state = 'handed_over'
        where (o.delivery = 'counter') <> (c.order_id is not null)
            or (o.delivery = 'counter') <> (e.id is not null)
            or (o.delivery = 'counter' and (
                o.state <> 'handed_over' or o.paid_at is null or o.business_date <> c.day
                or (o.email || o.name || o.phone || o.street || o.city) <> ''))
        order by o.id
        """,
        "{number} („{state}“, {delivery})",
    ),
    Law(
        "counter-takings",
        "Jeder Verkauf vor Ort hat seine Einnahme über genau seine Summe, an seinem Tag",
        """
        select o.number, o.total_cents, m.amount_cents as booked_cents, m.business_date
        from orders o
        left join ledger_money m on m.source = 'takings:counter-' || o.id
        where o.delivery = 'counter' and (
            m.id is null or m.kind <> 'takings' or m.amount_cents <> o.total_cents
            or m.order_id <> o.id or m.business_date <> o.business_date)
        order by o.id
        """,
        "{number} über {total_cents}: eingenommen {booked_cents} am {business_date}",
    ),
    Law(
        "counter-returns",
        "Jede Rücknahme vor Ort ist die Summe ihrer Positionen, und so viel wurde ausgezahlt",
        f"""
        select o.number, r.id, r.amount_cents, coalesce(x.cents, 0) as lines_cents,
            m.amount_cents as booked_cents
        from counter_returns r
        join orders o on o.id = r.order_id
        left join ({_LINES}) x on x.return_id = r.id
        left join ledger_money m on m.source = 'takings_back:counter-return-' || r.id
        where coalesce(x.cents, 0) <> r.amount_cents or x.first_order <> r.order_id
            or x.last_order <> r.order_id or m.id is null or m.kind <> 'takings_back'
            or m.amount_cents <> -r.amount_cents or m.order_id <> r.order_id
            or m.business_date <> r.day
        order by r.id
        """,
        "{number}, Rücknahme {id} über {amount_cents}: Positionen {lines_cents}, "
        "ausgezahlt {booked_cents}",
    ),
    Law(
        "counter-return-booked",
        "Jede Rücknahme vor Ort nimmt Ware und Steuer einmal zurück",
        """
        select o.number, x.id, x.units, x.gross_cents, coalesce(e.units, 0) as booked_units,
            coalesce(e.cents, 0) as booked_cents
        from counter_return_lines x
        join counter_returns r on r.id = x.return_id
        join orders o on o.id = r.order_id
        left join (
            select y.id, sum(-e.units) as units, sum(-e.gross_cents) as cents
            from counter_return_lines y
            join counter_returns q on q.id = y.return_id
            join ledger_entries e on e.line_id = y.line_id and e.kind = 'refund'
                and e.source = 'counter_return:' || y.id || ':' || e.rate_bp
                and e.business_date = q.day
            group by y.id
        ) e on e.id = x.id
        where coalesce(e.units, 0) <> x.units or coalesce(e.cents, 0) <> x.gross_cents
        order by x.id
        """,
        "{number}, Rücknahme von {units} Stück für {gross_cents}: gebucht {booked_units} Stück, "
        "{booked_cents}",
    ),
    Law(
        "counter-money-known",
        "Jede Einnahme und Auszahlung vor Ort gehört zu einem Verkauf oder einer Rücknahme",
        """
        select 'Geldbuchung' as book, m.id, m.source, m.amount_cents
        from ledger_money m
        left join orders o on o.delivery = 'counter' and m.source = 'takings:counter-' || o.id
        left join counter_returns r on m.source = 'takings_back:counter-return-' || r.id
        where m.kind in ('takings', 'takings_back') and o.id is null and r.id is null
        union all
        select 'Warenbuchung', e.id, e.source, e.gross_cents
        from ledger_entries e
        left join counter_return_lines x
            on e.source = 'counter_return:' || x.id || ':' || e.rate_bp
        where e.kind = 'refund' and e.channel = 'counter' and x.id is null
        """,
        "{book} {id} ({source}) über {amount_cents} gehört zu keinem Verkauf vor Ort",
    ),
    Law(
        "counter-from-its-place",
        "Vor Ort verkauft ist, was dort lag, und mitgenommen, was nicht zurückkam",
        """
        select o.number, p.name as place, s.name as sold_at, r.units, r.returned, r.sent
        from counter_sales c
        join orders o on o.id = c.order_id
        join stock_locations s on s.id = c.location_id
        join stock_reservations r on r.order_id = c.order_id
        join stock_levels l on l.id = r.level_id
        join stock_locations p on p.id = l.location_id
        where l.location_id <> c.location_id or r.state <> 'sold'
            or r.sent <> r.units - r.returned
        order by r.id
        """,
        "{number}, verkauft in {sold_at}: {units} Stück aus {place}, zurück {returned}, "
        "mitgenommen {sent}",
    ),
)
