"""The shelf: what came is there, was sold or was written off."""

from shop.books.law import Law

#: From whose units an order's variant was taken: its own, or those of beans ground for it.
_TAKEN_FROM = """
    select distinct h.order_id, h.variant_id as ordered_id, s.variant_id
    from stock_reservations h join stock_levels s on s.id = h.level_id
"""
#: Units taken back of an order, and those of them that cannot be sold, by where they came from.
_TAKEN_BACK = f"""
    select l.order_id, t.variant_id, sum(x.units) as units,
        sum(case x.goods when 'written_off' then x.units else 0 end) as written_off
    from (
        select line_id, units, goods from refund_lines
        union all
        select line_id, units, goods from counter_return_lines
    ) x
    join order_lines l on l.id = x.line_id
    join ({_TAKEN_FROM}) t on t.order_id = l.order_id and t.ordered_id = l.variant_id
    where x.units > 0
    group by l.order_id, t.variant_id
"""

#: Levels by the article number and, for coffee, the batch.
_LEVELS = """
    select s.id, v.sku, coalesce(b.code, '') as batch, o.name as place, s.on_hand, s.reserved
    from stock_levels s
    join stock_locations o on o.id = s.location_id
    join variants v on v.id = s.variant_id
    left join batches b on b.id = s.batch_id
"""
#: What an order has of a variant, from whatever batches.
_HELD = """
    select order_id, variant_id, units, state from stock_reservations
"""
_MOVED = """
    select m.order_id, s.variant_id, m.kind, m.on_hand_change
    from stock_movements m join stock_levels s on s.id = m.level_id
"""

LAWS = (
    Law(
        "nothing-negative",
        "Kein Bestand ist negativ, und nie ist mehr zurückgelegt, als da ist",
        f"""
        select l.* from ({_LEVELS}) l
        where l.on_hand < 0 or l.reserved < 0 or l.reserved > l.on_hand
        order by l.sku, l.id
        """,
        "{place}, {sku} {batch}: im Regal {on_hand}, zurückgelegt {reserved}",
    ),
    Law(
        "shelf-proved",
        "Jeder Bestand ist die Summe seiner Bewegungen",
        f"""
        select l.sku, l.batch, l.place, l.on_hand, l.reserved,
            coalesce(m.on_hand, 0) as on_hand_moved, coalesce(m.reserved, 0) as reserved_moved
        from ({_LEVELS}) l
        left join (
            select level_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
            from stock_movements group by level_id
        ) m on m.level_id = l.id
        where l.on_hand <> coalesce(m.on_hand, 0) or l.reserved <> coalesce(m.reserved, 0)
        order by l.sku, l.id
        """,
        "{place}, {sku} {batch}: im Regal {on_hand}, nach den Bewegungen {on_hand_moved}; "
        "zurückgelegt {reserved}, nach den Bewegungen {reserved_moved}",
    ),
    Law(
        "shelf-reserved",
        "Zurückgelegt ist genau, was Bestellungen halten",
        f"""
        select l.sku, l.batch, l.place, l.reserved, coalesce(r.units, 0) as held
        from ({_LEVELS}) l
        left join (
            select level_id, sum(units) as units from stock_reservations
            where state = 'held' group by level_id
        ) r on r.level_id = l.id
        where l.reserved <> coalesce(r.units, 0)
        order by l.sku, l.id
        """,
        "{place}, {sku} {batch}: zurückgelegt {reserved}, von Bestellungen gehalten {held}",
    ),
    Law(
        "shelf-balance",
        "Erhalten, abgefüllt und korrigiert ist zusammen vorhanden, verkauft und abgeschrieben",
        f"""
        select l.sku, l.batch, l.place, coalesce(m.came, 0) as came, l.on_hand,
            coalesce(r.sold, 0) - coalesce(r.returned, 0) as sold,
            coalesce(m.written_off, 0) as written_off
        from ({_LEVELS}) l
        left join (
            select level_id,
                sum(case when kind in ('received', 'packed', 'correction', 'move')
                    then on_hand_change else 0 end) as came,
                sum(case kind when 'write_off' then -on_hand_change else 0 end) as written_off
            from stock_movements group by level_id
        ) m on m.level_id = l.id
        left join (
            select level_id, sum(units) as sold, sum(returned) as returned
            from stock_reservations where state = 'sold' group by level_id
        ) r on r.level_id = l.id
        where coalesce(m.came, 0) <> l.on_hand + coalesce(r.sold, 0) - coalesce(r.returned, 0)
            + coalesce(m.written_off, 0)
        order by l.sku, l.id
        """,
        "{place}, {sku} {batch}: erhalten, abgefüllt und korrigiert {came}; im Regal {on_hand}, "
        "verkauft {sold}, abgeschrieben {written_off}",
    ),
    Law(
        "held-as-ordered",
        "Zu jeder Bestellung gehört genau die bestellte Ware",
        f"""
        select o.number, v.sku, sum(x.ordered) as ordered, sum(x.held) as held
        from (
            select order_id, variant_id, quantity as ordered, 0 as held from order_lines
            where variant_id is not null
            union all
            select order_id, variant_id, 0, units from ({_HELD}) h
        ) x
        join orders o on o.id = x.order_id
        join variants v on v.id = x.variant_id
        group by o.id, o.number, v.sku
        having sum(x.ordered) <> sum(x.held)
        order by o.id, v.sku
        """,
        "{number}, {sku}: bestellt {ordered}, zurückgelegt oder verkauft {held}",
    ),
    Law(
        "sold-left-the-shelf",
        "Verkauft ist genau, was das Regal verlassen hat",
        f"""
        select o.number, v.sku, sum(x.sold) as sold, sum(x.gone) as gone
        from (
            select h.order_id, s.variant_id, h.units as sold, 0 as gone
            from stock_reservations h join stock_levels s on s.id = h.level_id
            where h.state = 'sold'
            union all
            select order_id, variant_id, 0, -on_hand_change from ({_MOVED}) m where kind = 'sale'
        ) x
        join orders o on o.id = x.order_id
        join variants v on v.id = x.variant_id
        group by o.id, o.number, v.sku
        having sum(x.sold) <> sum(x.gone)
        order by o.id, v.sku
        """,
        "{number}, {sku}: verkauft {sold}, aus dem Regal {gone}",
    ),
    Law(
        "goods-follow-the-order",
        "Ware ist verkauft mit der Bestellung, gehalten nur für eine, die noch kommen kann",
        f"""
        select o.number, o.state, v.sku, r.units, r.state as goods
        from ({_HELD}) r
        join orders o on o.id = r.order_id
        join variants v on v.id = r.variant_id
        where (r.state = 'sold') <> (o.paid_at is not null)
            or (r.state = 'held'
                and o.state not in ('awaiting_payment', 'payment_pending', 'needs_decision'))
            or (r.state = 'released' and o.state in ('awaiting_payment', 'payment_pending'))
        order by o.id, v.sku
        """,
        "{number} („{state}“): {units} × {sku} ist „{goods}“",
    ),
    Law(
        "taken-back-as-refunded",
        "Zurück im Regal und abgeschrieben ist genau, was bei Erstattungen angegeben wurde",
        f"""
        select o.number, v.sku, sum(x.units) as units, sum(x.written_off) as written_off,
            sum(x.back) as back, sum(x.off) as off
        from (
            select t.order_id, t.variant_id, t.units, t.written_off, 0 as back, 0 as off
            from ({_TAKEN_BACK}) t
            union all
            select order_id, variant_id, 0, 0,
                case kind when 'return' then on_hand_change else 0 end,
                case kind when 'write_off' then -on_hand_change else 0 end
            from ({_MOVED}) m where kind in ('return', 'write_off')
        ) x
        join orders o on o.id = x.order_id
        join variants v on v.id = x.variant_id
        group by o.id, o.number, v.sku
        having sum(x.units) <> sum(x.back) or sum(x.written_off) <> sum(x.off)
        order by o.id, v.sku
        """,
        "{number}, {sku}: erstattet {units} Stück, davon verloren {written_off}; "
        "im Regal zurück {back}, abgeschrieben {off}",
    ),
)
