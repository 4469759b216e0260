"""From the contract to the bag every gram is accounted for."""

from shop.books.law import Law

LAWS = (
    Law(
        "shares-whole",
        "Die Anteile der Genossenschaften an einer Rohkaffeepartie sind zusammen 100 %",
        """
        select g.code, coalesce(sum(s.share_bp), 0) as share_bp
        from green_lots g left join green_shares s on s.green_lot_id = g.id
        group by g.id, g.code having coalesce(sum(s.share_bp), 0) <> 10000
        order by g.code
        """,
        "{code}: zusammen {share_bp} von 10000",
    ),
    Law(
        "green-used",
        "Verröstet ist von jeder Rohkaffeepartie genau, was in Chargen steckt, und nie mehr",
        """
        select g.code, g.grams, g.used_grams, coalesce(x.grams, 0) as roasted
        from green_lots g
        left join (
            select s.green_lot_id, sum(s.green_grams) as grams
            from batch_sources s join batches b on b.id = s.batch_id
            where b.kind = 'roast' group by s.green_lot_id
        ) x on x.green_lot_id = g.id
        where g.used_grams <> coalesce(x.grams, 0) or g.used_grams > g.grams
        order by g.code
        """,
        "{code}: gekauft {grams} g, verröstet {used_grams} g, in Chargen {roasted} g",
    ),
    Law(
        "batch-green",
        "Der Rohkaffee einer Charge ist die Summe ihrer Partien",
        """
        select b.code, b.green_grams, coalesce(sum(s.green_grams), 0) as sources
        from batches b left join batch_sources s on s.batch_id = b.id
        group by b.id, b.code, b.green_grams
        having b.green_grams <> coalesce(sum(s.green_grams), 0)
        order by b.code
        """,
        "{code}: {green_grams} g, ihre Partien {sources} g",
    ),
    Law(
        "set-parts",
        "Eine zusammengestellte Charge ist so schwer wie ihre Teile, eine geröstete hat keine",
        """
        select b.code, b.kind, b.made_grams, coalesce(sum(p.grams), 0) as parts
        from batches b left join batch_parts p on p.batch_id = b.id
        group by b.id, b.code, b.kind, b.made_grams
        having coalesce(sum(p.grams), 0) <> case b.kind when 'set' then b.made_grams else 0 end
        order by b.code
        """,
        "{code} ({kind}): {made_grams} g, ihre Teile {parts} g",
    ),
    Law(
        "batch-packed",
        "Aus jeder Charge ist genau das abgefüllt, was in Tüten und in anderen Chargen ist",
        """
        select b.code, b.packed_grams, coalesce(m.grams, 0) as bags, coalesce(p.grams, 0) as parts
        from batches b
        left join (
            select l.batch_id, sum(m.on_hand_change * v.coffee_grams) as grams
            from stock_movements m
            join stock_levels l on l.id = m.level_id
            join variants v on v.id = l.variant_id
            where m.kind = 'packed' group by l.batch_id
        ) m on m.batch_id = b.id
        left join (
            select part_id, sum(grams) as grams from batch_parts group by part_id
        ) p on p.part_id = b.id
        where b.packed_grams <> coalesce(m.grams, 0) + coalesce(p.grams, 0)
        order by b.code
        """,
        "{code}: abgefüllt {packed_grams} g, in Tüten {bags} g, in anderen Chargen {parts} g",
    ),
    Law(
        "batch-not-overpacked",
        "Abgefüllt und abgeschrieben ist nie mehr, als geröstet wurde",
        """
        select code, made_grams, packed_grams, written_off_grams from batches
        where packed_grams + written_off_grams > made_grams order by code
        """,
        "{code}: {made_grams} g, davon abgefüllt {packed_grams} g, "
        "abgeschrieben {written_off_grams} g",
    ),
    Law(
        "coffee-has-a-batch",
        "Jede Tüte Kaffee kommt aus einer Charge, und nur Kaffee",
        """
        select v.sku, v.coffee_grams, b.code
        from stock_levels l
        join variants v on v.id = l.variant_id
        left join batches b on b.id = l.batch_id
        where (v.coffee_grams > 0) <> (l.batch_id is not null)
        order by v.sku
        """,
        "{sku} mit {coffee_grams} g Kaffee: Charge {code}",
    ),
    Law(
        "returned-came-back",
        "Was von einer Charge zurückkam, liegt als Bewegung dieser Charge vor",
        """
        select o.number, v.sku, sum(x.returned) as returned, sum(x.moved) as moved
        from (
            select order_id, level_id, returned, 0 as moved from stock_reservations
            union all
            select order_id, level_id, 0, on_hand_change from stock_movements
            where kind = 'return'
        ) x
        join orders o on o.id = x.order_id
        join stock_levels l on l.id = x.level_id
        join variants v on v.id = l.variant_id
        group by o.id, o.number, l.id, v.sku
        having sum(x.returned) <> sum(x.moved)
        order by o.number, v.sku
        """,
        "{number}, {sku}: {returned} zurückgenommen, {moved} nach den Bewegungen",
    ),
)
