"""What was counted, and what came in as a file: the shelf follows both exactly."""

from shop.books.law import Law

#: What is booked under the name of something, level by level.
_MOVED = """
    select m.source, m.level_id, m.on_hand_change as units,
        case m.kind when 'correction' then 0 else 1 end as others
    from stock_movements m
"""

LAWS = (
    Law(
        "stocktake-booked",
        "Gebucht ist von jeder Inventur genau, was sie an Unterschieden fand, und von keiner sonst",
        f"""
        select x.source, v.sku, sum(x.difference) as difference, sum(x.booked) as booked,
            sum(x.moved) as moved
        from (
            select 'stocktake:' || c.stocktake_id as source, c.level_id,
                coalesce(c.booked_change, 0) as booked, c.counted - c.expected as difference,
                0 as moved, 0 as others
            from stocktake_counts c join stocktakes t on t.id = c.stocktake_id
            where t.state = 'booked'
            union all
            select m.source, m.level_id, 0, 0, m.units, m.others from ({_MOVED}) m
            where substr(m.source, 1, 10) = 'stocktake:'
        ) x
        join stock_levels l on l.id = x.level_id
        join variants v on v.id = l.variant_id
        group by x.source, x.level_id, v.sku
        having sum(x.booked) <> sum(x.moved) or sum(x.others) > 0
            or sum(x.booked) not in (0, coalesce(sum(x.difference), 0))
        order by x.source, v.sku
        """,
        "{source}, {sku}: Unterschied {difference}, gebucht {booked}, nach den Bewegungen {moved}",
    ),
    Law(
        "import-booked",
        "Gebucht ist von jeder Bestandsdatei genau, was in ihr steht; aufgehoben ist sie nichts",
        f"""
        select x.source, v.sku, sum(x.asked) as asked, sum(x.moved) as moved
        from (
            select 'import:' || i.id as source, n.variant_id, n.location_id,
                coalesce(n.batch_id, 0) as batch_id,
                case i.state when 'applied' then n.after - n.before else 0 end as asked,
                0 as moved, 0 as others
            from stock_import_lines n join stock_imports i on i.id = n.import_id
            union all
            select m.source, l.variant_id, l.location_id, coalesce(l.batch_id, 0), 0, m.units,
                m.others
            from ({_MOVED}) m join stock_levels l on l.id = m.level_id
            where substr(m.source, 1, 7) = 'import:'
        ) x
        join variants v on v.id = x.variant_id
        group by x.source, x.variant_id, x.location_id, x.batch_id, v.sku
        having sum(x.asked) <> sum(x.moved) or sum(x.others) > 0
        order by x.source, v.sku
        """,
        "{source}, {sku}: verlangt {asked}, nach den Bewegungen {moved}",
    ),
)
