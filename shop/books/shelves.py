"""The places where goods lie: what moves between them, and what is taken off a shelf."""

from shop.books.law import Law

LAWS = (
    Law(
        "moves-add-up",
        "Was umgelagert wird, verlässt einen Ort und kommt an einem anderen an",
        """
        select m.source, v.sku, coalesce(b.code, '') as batch, sum(m.on_hand_change) as units
        from stock_movements m
        join stock_levels l on l.id = m.level_id
        join variants v on v.id = l.variant_id
        left join batches b on b.id = l.batch_id
        where m.kind = 'move'
        group by m.source, v.sku, b.code
        having sum(m.on_hand_change) <> 0
        order by m.source, v.sku
        """,
        "{source}, {sku} {batch}: es fehlen oder bleiben {units}",
    ),
    Law(
        "only-stockroom-reserved",
        "Bestellungen halten nur, was im Lager liegt",
        """
        select o.name as place, v.sku, l.reserved
        from stock_levels l
        join stock_locations o on o.id = l.location_id
        join variants v on v.id = l.variant_id
        where o.kind <> 'stockroom' and l.reserved <> 0
        order by o.name, v.sku
        """,
        "{place}, {sku}: zurückgelegt {reserved}",
    ),
    Law(
        "ground-has-no-shelf",
        "Was auf Bestellung gemahlen wird, liegt nirgends: seine Bohnen liegen dort",
        """
        select v.sku, w.sku as beans, coalesce(sum(l.on_hand), 0) as units
        from variants v
        join variants w on w.id = v.ground_from_id
        left join stock_levels l on l.variant_id = v.id
        group by v.id, v.sku, v.product_id, v.coffee_grams,
            w.sku, w.product_id, w.coffee_grams, w.grind, w.ground_from_id
        having coalesce(sum(l.on_hand), 0) <> 0 or w.ground_from_id is not null
            or coalesce(w.grind, '') <> 'bean' or v.product_id <> w.product_id
            or v.coffee_grams <> w.coffee_grams
        order by v.sku
        """,
        "{sku}, gemahlen aus {beans}: {units} im Regal",
    ),
    Law(
        "closed-is-empty",
        "An einem geschlossenen Ort liegt nichts",
        """
        select o.name as place, v.sku, l.on_hand
        from stock_levels l
        join stock_locations o on o.id = l.location_id
        join variants v on v.id = l.variant_id
        where not o.open and l.on_hand <> 0
        order by o.name, v.sku
        """,
        "{place}, {sku}: {on_hand} im Regal",
    ),
    Law(
        "packed-within-sold",
        "Gepackt ist genau, was eine gepackte Bestellung enthält, gegangen, was eine versandte",
        """
        select o.number, o.state, v.sku, r.units, r.returned, r.packed, r.sent
        from stock_reservations r
        join orders o on o.id = r.order_id
        join variants v on v.id = r.variant_id
        where r.state = 'sold' and (
            (o.state in ('shipped', 'handed_over') and r.sent + r.returned <> r.units)
            or (o.state = 'packed' and r.packed + r.returned <> r.units)
            or (o.state = 'paid' and r.packed <> r.sent)
        )
        order by o.id, v.sku
        """,
        "{number} („{state}“), {sku}: {units} verkauft, {returned} zurück, gepackt {packed}, "
        "gegangen {sent}",
    ),
)
