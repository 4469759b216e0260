"""What lay on the shelves in these years, as SQL: batches, levels, and what moved on them."""

from collections.abc import Iterator

PRODUCTS = 40


def shelves() -> Iterator[str]:
    """Batches and their levels. Needs `:batches` and `:until`."""
    yield _WATCHED
    yield _BATCHES
    yield _SOURCES
    yield _LEVELS
    yield _PLACES


def moved() -> Iterator[str]:
    """What was reserved and moved for the orders that are there. Needs `:person` too."""
    yield _RESERVATIONS
    yield _HELD
    yield _BY_HAND
    yield _PACKED
    yield _WEIGHED
    yield _GREEN
    yield _BOUGHT
    yield _LOST
    yield _MOVEMENTS


# Ten of them are told of as running out.
_WATCHED = f"""
    update products set reorder_grams = case when id % 4 = 0 then 10000000 else 1000 end
    where id <= {PRODUCTS}
"""
# Each product's first batch is of `fill`; these come after it, a batch every six hours. Batch n is
# of product 1 + n % PRODUCTS.
_BATCHES = f"""
    insert into batches (id, code, kind, roaster, made_on, best_before, green_grams, made_grams,
        packed_grams, written_off_grams, lab_note, project_micro_per_kg, blocked_at,
        blocked_because, blocked_as)
    select n, 'B-' || n, 'roast', 'Vergleichsrösterei', made_on, made_on + interval '12 months',
        60000, 50000, 50000, 0, '', 760000,
        case when n % 1000 = 999 then cast(:until as timestamptz) end,
        case when n % 1000 = 999 then 'Vergleich' else '' end,
        case when n % 1000 = 999 then 'precaution' else '' end
    from (
        select n, (cast(:until as timestamptz) - (:batches - n) * interval '6 hours')::date
            as made_on
        from generate_series({PRODUCTS + 1}, cast(:batches as integer)) n
    ) x
"""
_SOURCES = f"""
    insert into batch_sources (batch_id, green_lot_id, green_grams, premium_micro_per_kg)
    select n, 1 + n % {PRODUCTS}, 60000, 460000
    from generate_series({PRODUCTS + 1}, cast(:batches as integer)) n
"""
# The newest hold bags in all variants of their product, the others are sold.
_LEVELS = f"""
    insert into stock_levels (variant_id, location_id, batch_id, on_hand, reserved)
    select 3 * (n % {PRODUCTS}) + v, 1, n, case when n > :batches - 200 then 20 + n % 30 else 0 end,
        0
    from generate_series({PRODUCTS + 1}, cast(:batches as integer)) n, generate_series(1, 3) v
"""
_PLACES = """
    insert into pickup_places (id, position, name, street, postcode, city, hours, instructions,
        ready_days, open)
    select n, n, 'Vergleichsort ' || n, 'Musterweg ' || n, '12555', 'Berlin', 'Mo–Fr', '', 3, true
    from generate_series(1, 5) n
"""
# From the batch of the product that was sold ten days long, or the last one.
_RESERVATIONS = f"""
    insert into stock_reservations (order_id, level_id, variant_id, units, returned, packed, sent,
        state)
    select l.order_id, s.id, l.variant_id, 1,
        case when o.state = 'refunded' then 1 else 0 end,
        case when o.state in ('packed', 'shipped', 'handed_over') then 1 else 0 end,
        case when o.state in ('shipped', 'handed_over') then 1 else 0 end,
        case o.state when 'expired' then 'released' when 'awaiting_payment' then 'held'
            else 'sold' end
    from order_lines l
    join orders o on o.id = l.order_id
    join variants v on v.id = l.variant_id
    join stock_levels s on s.variant_id = l.variant_id
        and s.batch_id = v.product_id - 1 + {PRODUCTS} * greatest(2, :batches / {PRODUCTS} - 1
            - cast(extract(epoch from :until - o.placed_at) / 864000 as integer))
    order by l.id
"""
_HELD = """
    update stock_levels l set reserved = h.units
    from (
        select level_id, sum(units) as units from stock_reservations where state = 'held'
        group by level_id
    ) h
    where h.level_id = l.id
"""
_BY_HAND = """
    create temporary table moved_by_hand (level_id integer, kind text, units integer, reason text,
        moved_at timestamptz) on commit drop
"""
# Somebody packed what is there and what was sold.
_PACKED = f"""
    insert into moved_by_hand
    select l.id, 'packed', greatest(60, l.on_hand + coalesce(r.units, 0)), '', b.made_on
    from stock_levels l
    join batches b on b.id = l.batch_id
    left join (
        select level_id, sum(units - returned) as units from stock_reservations
        where state = 'sold' group by level_id
    ) r on r.level_id = l.id
    where l.batch_id > {PRODUCTS}
"""
# What went into the bags, and half a kilogram that is left of the newest.
_WEIGHED = f"""
    update batches b
    set packed_grams = x.grams, made_grams = x.grams + loose,
        green_grams = (x.grams + loose) * 6 / 5
    from (
        select l.batch_id, sum(m.units * v.coffee_grams) as grams,
            case when l.batch_id > :batches - {PRODUCTS} then 500 else 0 end as loose
        from moved_by_hand m
        join stock_levels l on l.id = m.level_id
        join variants v on v.id = l.variant_id
        group by l.batch_id
    ) x
    where x.batch_id = b.id
"""
_GREEN = f"""
    update batch_sources s set green_grams = b.green_grams
    from batches b where b.id = s.batch_id and b.id > {PRODUCTS}
"""
_BOUGHT = """
    update green_lots g set grams = x.grams, used_grams = x.grams
    from (select green_lot_id, sum(green_grams) as grams from batch_sources group by 1) x
    where x.green_lot_id = g.id
"""
_LOST = """
    insert into moved_by_hand
    select l.id, 'write_off', l.on_hand + coalesce(r.units, 0) - p.units, 'abgelaufen',
        least(b.best_before, :until)
    from stock_levels l
    join batches b on b.id = l.batch_id
    join moved_by_hand p on p.level_id = l.id
    left join (
        select level_id, sum(units - returned) as units from stock_reservations
        where state = 'sold' group by level_id
    ) r on r.level_id = l.id
    where l.on_hand + coalesce(r.units, 0) < p.units
"""
# Reserved when ordered, then sold or released; what was given back lies there again. Their numbers
# run with the time.
_MOVEMENTS = """
    insert into stock_movements (level_id, kind, on_hand_change, reserved_change, reason, source,
        order_id, person_id, moved_at)
    select * from (
        select level_id, kind, units, 0, reason, '', null::integer, cast(:person as integer),
            moved_at
        from moved_by_hand
        union all
        select r.level_id, k.kind,
            case k.kind when 'sale' then -1 when 'return' then 1 else 0 end,
            case k.kind when 'reservation' then 1 when 'return' then 0 else -1 end, '', '',
            r.order_id, null, o.placed_at + k.n * interval '1 second'
        from stock_reservations r
        join orders o on o.id = r.order_id
        cross join (
            values (1, 'reservation'), (2, 'sale'), (2, 'release'), (3, 'return')
        ) k (n, kind)
        where k.kind = 'reservation' or k.kind = 'sale' and r.state = 'sold'
            or k.kind = 'release' and r.state = 'released'
            or k.kind = 'return' and r.returned > 0
    ) x
    order by moved_at
"""
