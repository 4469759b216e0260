"""Years of a busy shop, laid into PostgreSQL in bulk: orders, what moved for them, and batches.

What the staff's pages read is there and fits together; VAT parts, premiums and mails are not, since
none of those pages reads them row by row.
"""

from collections.abc import Iterator
from itertools import product

from flask import Flask
from sqlalchemy import text

from shop.db import db
from tests.bench.fill import fill

PRODUCTS = 40
#: Of each product three variants, as `fill` numbers them.
_VARIANTS = PRODUCTS * 3
#: Still to be worked on; whatever the number of orders.
OPEN = 300
_BACK_TO = "timestamptz '2026-11-20 12:00+00'"
#: One order in a hundred is of the most common name.
LAST_NAMES = (
    "Müller",
    *("".join(parts) for parts in product("BDFGHKLMNPRST", ("a", "e", "o"), ("ller", "mann", ""))),
)[:100]
FIRST_NAMES = ("Anna", "Bert", "Cora", "Doris", "Emil", "Fritz", "Greta", "Hanna", "Ines", "Jan")


def lay(app: Flask, orders: int, batches: int) -> None:
    """`orders` orders, the newest `OPEN` of them still here, and `batches` batches. Commits."""
    fill(app, PRODUCTS)
    values = {"orders": orders, "open": OPEN, "batches": batches, "variants": _VARIANTS}
    names = {"last": list(LAST_NAMES), "first": list(FIRST_NAMES)}
    with app.app_context():
        for statement in _statements():
            db.session.execute(text(statement), values | names)
        db.session.commit()
        # The server does it by itself within minutes, once it has seen so many rows.
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))


def _statements() -> Iterator[str]:
    yield from map(_counted_on, ("stock_levels", "stock_movements"))
    yield _BATCHES
    yield _SOURCES
    yield _LEVELS
    yield from _PLACES
    yield _ORDERS
    yield _LINES
    yield _RESERVATIONS
    yield _MOVEMENTS
    yield _EVENTS
    yield _ATTEMPTS
    # yield _WORDS
    yield from map(_counted_on, ("orders", "order_lines", "batches", "pickup_places"))


def _counted_on(table: str) -> str:
    """Ids go on behind those that were given."""
    return f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"


# Each product's first batch is of `fill`; these come before it, oldest first.
_BATCHES = f"""
    insert into batches (id, code, kind, roaster, made_on, best_before, green_grams, made_grams,
        packed_grams, written_off_grams, lab_note, project_micro_per_kg, blocked_at,
        blocked_because, blocked_as)
    select n, 'B-' || n, 'roast', 'Vergleichsrösterei',
        ({_BACK_TO} - (:batches - n) * interval '6 hours')::date,
        ({_BACK_TO} - (:batches - n) * interval '6 hours' + interval '12 months')::date,
        60000, 50000, 50000, 0, '', 760000,
        case when n % 1000 = 999 then {_BACK_TO} end,
        case when n % 1000 = 999 then 'Vergleich' else '' end,
        case when n % 1000 = 999 then 'precaution' else '' end
    from generate_series({PRODUCTS + 1}, cast(:batches as integer)) n
"""
_SOURCES = f"""
    insert into batch_sources (batch_id, green_lot_id, green_grams, premium_micro_per_kg)
    select n, 1 + n % {PRODUCTS}, 60000, 460000
    from generate_series({PRODUCTS + 1}, cast(:batches as integer)) n
"""
# Batch n is of product 1 + n % PRODUCTS, in all of its variants; the newest are not sold yet.
_LEVELS = f"""
    insert into stock_levels (variant_id, location_id, batch_id, on_hand, reserved)
    select 3 * (n % {PRODUCTS}) + v, 1, n, case when n > :batches - 200 then 20 + n % 30 else 0 end,
        0
    from generate_series({PRODUCTS + 1}, cast(:batches as integer)) n, generate_series(1, 3) v
"""
_PLACES = (
    """
    insert into pickup_places (id, position, name, street, postcode, city, hours, instructions,
        ready_days, open)
    select n, n, 'Vergleichsort ' || n, 'Musterweg ' || n, '12555', 'Berlin', 'Mo–Fr', '', 3, true
    from generate_series(1, 5) n
    """,
)
_ORDERS = f"""
    insert into orders (id, number, token, draft_key, state, placed_at, paid_at, business_date,
        delivery, pickup_place_id, email, name, phone, place, extra, street, postcode, city,
        country, billing_name, billing_street, billing_postcode, billing_city, billing_country,
        is_gift, greeting, pickup_code, total_cents, promise_days, promised_on)
    select n, 'SK-' || to_char(at, 'YYYY') || '-' || lpad(n::text, greatest(5, length(n::text)),
            '0'),
        md5('token' || n), md5('draft' || n), state,
        at, case when state in ('expired', 'awaiting_payment') then null else at end,
        case when state in ('expired', 'awaiting_payment') then null else at::date end,
        case when at_place then 'pickup' else 'shipping' end,
        case when at_place then 1 + n % 5 end,
        'kunde' || n || '@example.org', first || ' ' || last || case when n % 7 = 0 then n::text
            else '' end,
        '', case when at_place then 'Vergleichsort ' || 1 + n % 5 else '' end, '',
        'Musterweg ' || n % 200, lpad((10115 + n % 4000)::text, 5, '0'), 'Berlin',
        'DE', '', '', '', '', '', n % 40 = 0, '',
        case when at_place then upper(substr(md5('code' || n), 1, 6)) else '' end,
        1500, 3, (at + interval '3 days')::date
    from (
        select n, {_BACK_TO} - (:orders - n) * interval '4 minutes' as at, n % 3 = 0 as at_place,
            (cast(:last as text[]))[1 + abs(hashint4(n) % 100)] as last,
            (cast(:first as text[]))[1 + abs(hashint4(n + 7) % 10)] as first,
            case when n <= :orders - :open then
                case when n % 33 = 0 then 'expired' when n % 50 = 0 then 'refunded'
                    when n % 3 = 0 then 'handed_over' else 'shipped' end
                when n % 60 = 0 then 'needs_decision' when n % 20 = 0 then 'awaiting_payment'
                when n % 3 = 1 then 'paid' else 'packed' end as state
        from generate_series(1, cast(:orders as integer)) n
    ) x
"""
# One or two lines each.
_LINES = """
    insert into order_lines (id, order_id, position, kind, variant_id, sku, product_name,
        variant_name, legal_name, quantity, unit_price_cents, total_cents, net_grams, coffee_grams,
        refunded_units)
    select 2 * o.id + p, o.id, p, 'goods', v.id, v.sku, 'Vergleichskaffee ' || v.product_id,
        v.size, 'Röstkaffee', 1, 750, 750, v.net_grams, v.coffee_grams, 0
    from orders o
    cross join generate_series(1, 2) p
    join variants v on v.id = 1 + (o.id * 31 + p * 17) % :variants
    where p = 1 or o.id % 2 = 0
"""
# From the batch that was being sold on that day.
_RESERVATIONS = f"""
    insert into stock_reservations (order_id, level_id, variant_id, units, returned, packed, sent,
        state)
    select l.order_id, s.id, l.variant_id, 1, 0,
        case when o.state in ('packed', 'shipped', 'handed_over') then 1 else 0 end,
        case when o.state in ('shipped', 'handed_over') then 1 else 0 end,
        case when o.paid_at is null then 'released' else 'sold' end
    from order_lines l
    join orders o on o.id = l.order_id
    join variants v on v.id = l.variant_id
    join stock_levels s on s.variant_id = l.variant_id
        and s.batch_id = (v.product_id - 1) + {PRODUCTS} * (1 +
            cast((:batches / {PRODUCTS} - 2) * (o.id::float / :orders) as integer))
"""
_MOVEMENTS = """
    insert into stock_movements (level_id, kind, on_hand_change, reserved_change, reason, source,
        order_id, moved_at)
    select r.level_id, k.kind, case k.kind when 'sale' then -1 else 0 end,
        case k.kind when 'reservation' then 1 else -1 end, '', '', r.order_id, o.placed_at
    from stock_reservations r
    join orders o on o.id = r.order_id
    cross join (values ('reservation'), ('sale')) k (kind)
"""
_EVENTS = """
    insert into order_events (order_id, from_state, to_state, note, happened_at)
    select o.id, k.source, k.target, '', o.placed_at
    from orders o
    cross join (values ('', 'awaiting_payment'), ('awaiting_payment', 'paid'), ('paid', 'packed'),
        ('packed', 'shipped')) k (source, target)
"""
_ATTEMPTS = """
    insert into payment_attempts (order_id, number, state, amount_cents, idempotency_key,
        parameters, started_at, expires_at, next_look_at, session_id, payment_intent_id,
        received_cents, refunded_cents, disputed_cents, purpose, settled_at)
    select id, 1, case when paid_at is null then 'expired' else 'paid' end, 1500, md5('key' || id),
        '{}', placed_at, placed_at, placed_at, 'cs_' || id, 'pi_' || id,
        case when paid_at is null then 0 else 1500 end, 0, 0,
        case when paid_at is null then '' else 'sale' end, placed_at
    from orders
"""
# As `orders/index_order.py` would write them: names without their accents, the mail whole.
_WORDS = """
    insert into order_words (word, order_id)
    select distinct word, id from (
        select id, regexp_split_to_table(
            replace(replace(replace(replace(lower(name), 'ü', 'ue'), 'ö', 'oe'), 'ä', 'ae'), 'ß',
                'ss'), ' +') as word from orders
        union all select id, lower(email) from orders
    ) x
"""
