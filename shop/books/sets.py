"""What was put together of batches is what they are."""

from shop.books.law import Law

#: Coffee in each set.
_WHOLE = """
    select batch_id, cast(sum(grams) as bigint) as grams from batch_parts group by batch_id
"""
#: Of each green lot in the parts of a set: its grams, and what so much of the parts owes to it. As
#: `put_together` has it: grams of each part rounded up, what is owed half up.
_OF_PARTS = f"""
    select x.batch_id, x.green_lot_id, x.green_grams,
        (2 * x.owed + w.grams) / (2 * w.grams) as premium
    from (
        select p.batch_id, s.green_lot_id,
            cast(sum(
                (cast(s.green_grams as bigint) * p.grams + b.made_grams - 1) / b.made_grams
            ) as bigint) as green_grams,
            cast(sum(cast(s.premium_micro_per_kg as bigint) * p.grams) as bigint) as owed
        from batch_parts p
        join batches b on b.id = p.part_id
        join batch_sources s on s.batch_id = b.id
        group by p.batch_id, s.green_lot_id
    ) x
    join ({_WHOLE}) w on w.batch_id = x.batch_id
"""

LAWS = (
    Law(
        "set-sources",
        "Eine zusammengestellte Charge ist aus den Partien ihrer Teile und schuldet deren Prämie",
        f"""
        select b.code, g.code as lot, sum(x.green_grams) as green_grams, sum(x.premium) as premium,
            sum(x.parts_grams) as parts_grams, sum(x.parts_premium) as parts_premium
        from (
            select s.batch_id, s.green_lot_id, s.green_grams, s.premium_micro_per_kg as premium,
                0 as parts_grams, 0 as parts_premium
            from batch_sources s join batches b on b.id = s.batch_id where b.kind = 'set'
            union all
            select batch_id, green_lot_id, 0, 0, green_grams, premium from ({_OF_PARTS}) p
        ) x
        join batches b on b.id = x.batch_id
        join green_lots g on g.id = x.green_lot_id
        group by b.id, b.code, g.id, g.code
        having sum(x.green_grams) <> sum(x.parts_grams)
            or sum(x.premium) <> sum(x.parts_premium)
        order by b.code, g.code
        """,
        "{code}, Partie {lot}: {green_grams} g und {premium} Millionstel Euro je kg, "
        "nach ihren Teilen {parts_grams} g und {parts_premium}",
    ),
    Law(
        "set-projects",
        "Eine zusammengestellte Charge schuldet den Projekten, was ihre Teile schulden",
        f"""
        select b.code, b.project_micro_per_kg as project,
            (2 * x.owed + w.grams) / (2 * w.grams) as of_parts
        from (
            select p.batch_id,
                cast(sum(cast(b.project_micro_per_kg as bigint) * p.grams) as bigint) as owed
            from batch_parts p join batches b on b.id = p.part_id group by p.batch_id
        ) x
        join ({_WHOLE}) w on w.batch_id = x.batch_id
        join batches b on b.id = x.batch_id
        where b.project_micro_per_kg <> (2 * x.owed + w.grams) / (2 * w.grams)
        order by b.code
        """,
        "{code}: {project} Millionstel Euro je kg, nach ihren Teilen {of_parts}",
    ),
    Law(
        "set-best-before",
        "Eine zusammengestellte Charge hält nicht länger als ihre Teile, "
        "und kein Teil ist jünger als sie",
        """
        select b.code, b.made_on, b.best_before, p.code as part,
            p.made_on as part_made_on, p.best_before as part_best_before
        from batch_parts x
        join batches b on b.id = x.batch_id
        join batches p on p.id = x.part_id
        where b.best_before > p.best_before or b.made_on < p.made_on
        order by b.code, p.code
        """,
        "{code}: vom {made_on}, mindestens haltbar bis {best_before}; "
        "ihr Teil {part}: vom {part_made_on}, bis {part_best_before}",
    ),
)
