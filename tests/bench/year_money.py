"""What was paid and given back in these years, as SQL, and what the books say of it."""

from collections.abc import Iterator


def paid() -> Iterator[str]:
    """Needs the orders and their lines, and `:until`."""
    yield _ATTEMPTS
    yield _PAYOUTS
    yield _BALANCE
    yield _ENTRIES
    yield _MONEY
    yield _REFUNDS
    yield _REFUND_LINES


_ATTEMPTS = """
    insert into payment_attempts (id, order_id, number, state, amount_cents, idempotency_key,
        parameters, started_at, expires_at, next_look_at, session_id, payment_intent_id,
        received_cents, refunded_cents, disputed_cents, in_balance, purpose, settled_at)
    select id, id, 1,
        case state when 'expired' then 'expired' when 'awaiting_payment' then 'open'
            else 'paid' end,
        total_cents, 'key' || id, '{}', placed_at, placed_at + interval '30 minutes',
        placed_at + interval '1 hour', 'cs_' || id,
        case when paid_at is not null then 'pi_' || id end,
        case when paid_at is null then 0 else total_cents end,
        case when state = 'refunded' then total_cents else 0 end, 0, paid_at is not null,
        case when paid_at is null then '' else 'sale' end, paid_at
    from orders
"""
# One a day, for what was paid until two days before.
_PAYOUTS = """
    insert into payouts (id, amount_cents, status, automatic, reconciliation, created_at,
        arrives_on, itemised_at, adds_up)
    select 'po_' || business_date, sum(total_cents - 40), 'paid', true, 'completed',
        business_date + interval '2 days', business_date + 3, business_date + interval '3 days',
        true
    from orders where business_date < :until - interval '2 days' group by business_date
"""
_BALANCE = """
    insert into balance_lines (id, kind, category, amount_cents, fee_cents, net_cents, source_id,
        occurred_at, payout_id, order_id)
    select 'txn_' || o.id, 'charge', 'charge', o.total_cents, 40, o.total_cents - 40, 'ch_' || o.id,
        o.placed_at, p.id, o.id
    from orders o left join payouts p on p.id = 'po_' || o.business_date
    where o.paid_at is not null
"""
_ENTRIES = r"""
    insert into ledger_entries (kind, source, order_id, line_id, stripe_id, business_date,
        booked_at, channel, sku, product_name, variant_name, units, coffee_grams, rate_bp,
        gross_cents, net_cents, vat_cents)
    select k.kind, k.kind || '\:' || l.id || '\:700', o.id, l.id,
        case k.kind when 'sale' then 'pi_' else 're_' end || o.id, o.business_date, o.placed_at,
        o.delivery, l.sku, l.product_name, l.variant_name, k.sign, k.sign * l.coffee_grams, 700,
        k.sign * 750, k.sign * 701, k.sign * 49
    from orders o
    join order_lines l on l.order_id = o.id
    join (values ('sale', 1), ('refund', -1)) k (kind, sign)
        on k.kind = 'sale' or o.state = 'refunded'
    where o.paid_at is not null
    order by l.id
"""
_MONEY = r"""
    insert into ledger_money (kind, source, stripe_id, amount_cents, business_date, booked_at,
        order_id)
    select k.kind, k.kind || '\:' || k.named || o.id, k.named || o.id, k.sign * o.total_cents,
        o.business_date, o.placed_at, o.id
    from orders o
    join (values ('payment', 'pi_', 1), ('refund', 're_', -1)) k (kind, named, sign)
        on k.kind = 'payment' or o.state = 'refunded'
    where o.paid_at is not null
    order by o.id
"""
_REFUNDS = """
    insert into refunds (id, order_id, attempt_id, amount_cents, gives_back, origin, state,
        idempotency_key, stripe_id, failure, reason, goods_known, waits_for_customer, told_before,
        requested_at, next_try_at, tries, accepted_at, ended_at)
    select id, id, id, total_cents, 'goods', 'staff', 'succeeded', 're-' || id, 're_' || id, '',
        'withdrawal', true, false, false, placed_at, placed_at, 1, placed_at, placed_at
    from orders where state = 'refunded'
"""
_REFUND_LINES = """
    insert into refund_lines (refund_id, line_id, units, gross_cents, goods)
    select r.id, l.id, 1, 750, 'back' from refunds r join order_lines l on l.order_id = r.order_id
"""
