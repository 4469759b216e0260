"""What was ordered in these years, as SQL, and what happened to each order."""

from collections.abc import Iterator
from itertools import product

#: Still to be worked on; whatever the number of orders.
OPEN = 300
#: One order in a hundred is of the most common name.
LAST_NAMES = (
    "Müller",
    *("".join(parts) for parts in product("BDFGHKLMNPRST", ("a", "e", "o"), ("ller", "mann", ""))),
)[:100]
FIRST_NAMES = ("Anna", "Bert", "Cora", "Doris", "Emil", "Fritz", "Greta", "Hanna", "Ines", "Jan")


def ordered() -> Iterator[str]:
    """Needs `:orders`, `:open`, `:until`, `:variants`, `:last` and `:first`."""
    yield _ORDERS
    yield _LINES


def happened() -> Iterator[str]:
    """Needs `:person`, and the reservations."""
    yield _EVENTS
    yield _NOTES
    yield _WORDS
    yield _PARCELS
    yield _ITEMS
    yield _MAILS


# One every four minutes, until a moment ago.
_ORDERS = """
    insert into orders (id, number, token, draft_key, state, placed_at, paid_at, business_date,
        delivery, pickup_place_id, email, name, phone, place, extra, street, postcode, city,
        country, billing_name, billing_street, billing_postcode, billing_city, billing_country,
        is_gift, greeting, pickup_code, total_cents, promise_days, promised_on)
    select n, 'SK-' || to_char(at, 'YYYY') || '-' || lpad(n::text, greatest(5, length(n::text)),
            '0'),
        md5('token' || n), md5('draft' || n), state,
        at, case when state in ('expired', 'awaiting_payment') then null else at end,
        case when state in ('expired', 'awaiting_payment') then null
            else (at at time zone 'Europe/Berlin')::date end,
        case when at_place then 'pickup' else 'shipping' end,
        case when at_place then 1 + n % 5 end,
        'kunde' || n || '@example.org', first || ' ' || last || case when n % 7 = 0 then n::text
            else '' end,
        '', case when at_place then 'Vergleichsort ' || 1 + n % 5 else '' end, '',
        'Musterweg ' || n % 200, lpad((10115 + n % 4000)::text, 5, '0'), 'Berlin',
        'DE', '', '', '', '', '', n % 40 = 0, '',
        case when at_place then upper(substr(md5('code' || n), 1, 6)) else '' end,
        case when n % 2 = 0 then 1500 else 750 end, 3, (at + interval '3 days')::date
    from (
        select n, cast(:until as timestamptz) - (:orders - n) * interval '4 minutes' as at,
            n % 3 = 0 as at_place,
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
        v.size, 'Röstkaffee', 1, 750, 750, v.net_grams, v.coffee_grams,
        case when o.state = 'refunded' then 1 else 0 end
    from orders o
    cross join generate_series(1, 2) p
    join variants v on v.id = 1 + (o.id * 31 + p * 17) % :variants
    where p = 1 or o.id % 2 = 0
    order by o.id, p
"""
# A minute apart, so that their numbers run with the time.
_EVENTS = """
    insert into order_events (order_id, from_state, to_state, note, person_id, happened_at)
    select o.id, k.source, k.target, '', case when k.by_hand then cast(:person as integer) end,
        o.placed_at + k.n * interval '1 minute'
    from orders o
    join (values
        (0, '', 'awaiting_payment', false, null),
        (1, 'awaiting_payment', 'paid', false, '{paid,packed,shipped,handed_over,refunded}'),
        (1, 'awaiting_payment', 'expired', false, '{expired}'),
        (1, 'awaiting_payment', 'needs_decision', false, '{needs_decision}'),
        (2, 'paid', 'packed', true, '{packed,shipped,handed_over}'),
        (2, 'paid', 'refunded', true, '{refunded}'),
        (3, 'packed', 'shipped', true, '{shipped}'),
        (3, 'packed', 'handed_over', true, '{handed_over}')
    ) k (n, source, target, by_hand, states)
        on k.states is null or o.state = any(cast(k.states as text[]))
    order by o.id, k.n
"""
# One order in two hundred.
_NOTES = """
    insert into order_notes (key, order_id, text, person_id, noted_at)
    select 'note' || id, id, 'Bitte klingeln', :person, placed_at from orders where id % 199 = 0
    order by id
"""
# As `orders/words.py` folds them.
_WORDS = r"""
    insert into order_words (word, order_id)
    select distinct word, id from (
        select id, regexp_split_to_table(regexp_replace(
            translate(lower(name), 'äöü', 'aou'), '([aou])e', '\1', 'g'), ' +') as word
        from orders
        union all
        select id, regexp_replace(lower(email), '([aou])e', '\1', 'g') from orders
    ) x
    order by id
"""
_PARCELS = """
    insert into parcels (order_id, number, carrier, tracking, sent_at, person_id)
    select id, 1, 'dhl', 'JJD' || lpad(id::text, 12, '0'), placed_at + interval '3 minutes', :person
    from orders where state = 'shipped' order by id
"""
_ITEMS = """
    insert into parcel_items (parcel_id, reservation_id, units)
    select p.id, r.id, r.units from parcels p
    join stock_reservations r on r.order_id = p.order_id and r.sent > 0
"""
# What was sent of them: that it was ordered, and that it left or lies ready.
_MAILS = r"""
    insert into outbox (dedupe_key, recipient, subject, news, about, text, html, message_id,
        queued_at, next_try_at, tries, last_error, sent_at)
    select k.news || '\:' || o.id, o.email, 'Ihre Bestellung ' || o.number, k.news, o.id,
        'Guten Tag', '<p>Guten Tag</p>', '<' || k.news || o.id || '@laden.example>', o.placed_at,
        o.placed_at, 1, '', o.placed_at
    from orders o
    cross join (values ('order-received'), ('order-moved')) k (news)
    where o.paid_at is not null
    order by o.id
"""
