"""Where a price goes: every published split adds up, and none has disappeared."""

from shop.books.law import Law

#: The sum of the parts that are known, and how many are not.
_ADDS_UP = """
    select s.id, s.size, s.version, s.price_cents, s.known_cents, s.unknown_cents,
        s.parts_cents, s.open_parts, p.name
    from (
        select s.*,
            (select coalesce(sum(cast(e.value ->> 'cents' as integer)), 0) from {parts} e)
                as parts_cents,
            (select count(*) from {parts} e where e.value ->> 'cents' is null) as open_parts
        from splits s
    ) s
    join products p on p.id = s.product_id
    where s.known_cents + s.unknown_cents <> s.price_cents or s.known_cents <> s.parts_cents
        or (s.unknown_cents <> 0 and s.open_parts = 0)
    order by s.id
"""

LAWS = (
    Law(
        "split-adds-up",
        "Jede veröffentlichte Aufteilung eines Preises ist die Summe ihrer Teile",
        _ADDS_UP.format(parts="json_each(s.parts)"),
        "{name}, {size}, Fassung {version}: Preis {price_cents}, bekannt {known_cents}, "
        "unbekannt {unknown_cents}; Summe der Teile {parts_cents}, offen {open_parts}",
        on_postgresql=_ADDS_UP.format(parts="json_array_elements(cast(s.parts as json))"),
    ),
    Law(
        "split-versions",
        "Von keiner Aufteilung fehlt eine Fassung",
        """
        select p.name, s.size, b.code, count(*) as times, max(s.version) as newest
        from splits s
        join products p on p.id = s.product_id
        left join batches b on b.id = s.batch_id
        group by p.id, p.name, s.size, b.id, b.code
        having max(s.version) <> count(distinct s.version) or min(s.version) <> 1
            or count(*) <> count(distinct s.version)
        order by p.name, s.size, b.code
        """,
        "{name}, {size}, Charge {code}: {times} Fassungen, die neueste ist die {newest}.",
    ),
)
