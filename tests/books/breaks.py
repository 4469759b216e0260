"""For each law, changes behind the shop's back that break it and no other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Break:
    law: str
    #: The tables that would not have it.
    tables: tuple[str, ...]
    #: One after the other.
    changes: tuple[str, ...]
    #: Laws that say the same from another side.
    also: tuple[str, ...] = ()


UNPAID = "(select min(id) from orders where state = 'awaiting_payment')"
_UNDECIDED = "(select min(id) from orders where state = 'needs_decision' and paid_at is null)"
_SOLD = "(select min(id) from orders where state = 'paid')"
OTHER = "(select max(id) from orders where state = 'expired')"
_ASKED = "(select min(id) from refunds where state = 'requested')"
_SURPLUS = "(select min(id) from payment_attempts where purpose = 'surplus')"


def _event(order: str, before: str, after: str) -> str:
    return (
        "insert into order_events (id, order_id, from_state, to_state, note, happened_at)"
        f" select max(id) + 1, {order}, '{before}', '{after}', '', max(happened_at)"
        " from order_events"
    )


def _money(kind: str, source: str, cents: int, order: str) -> str:
    return (
        "insert into ledger_money (id, kind, source, stripe_id, amount_cents, business_date,"
        f" booked_at, order_id) select max(id) + 1, '{kind}', {source}, 'unknown', {cents},"
        f" max(business_date), max(booked_at), {order} from ledger_money"
    )


def _lose_source(table: str, kind: str) -> str:
    return (
        f"update {table} set source = 'x' where id ="
        f" (select min(id) from {table} where kind = '{kind}')"
    )


def _lose_mail(news: str) -> str:
    return f"delete from outbox where id = (select min(id) from outbox where news = '{news}')"


BREAKS = (
    Break(
        "order-total",
        ("orders",),
        (f"update orders set total_cents = total_cents + 1 where id = {UNPAID}",),
    ),
    Break(
        "line-price",
        ("order_lines",),
        (f"update order_lines set unit_price_cents = 1 where order_id = {UNPAID}",),
    ),
    Break(
        "line-vat",
        ("order_line_vat",),
        (
            "update order_line_vat set gross_cents = gross_cents + 1, vat_cents = vat_cents + 1"
            f" where line_id = (select min(id) from order_lines where order_id = {UNPAID})",
        ),
    ),
    Break(
        "history-moves",
        (),
        (
            _event(UNPAID, "awaiting_payment", "shipped"),
            _event(UNPAID, "shipped", "awaiting_payment"),
        ),
    ),
    Break(
        "history-end",
        (),
        (f"update orders set state = 'payment_pending' where id = {UNPAID}",),
    ),
    Break(
        "paid-when-sold",
        (),
        (f"update orders set business_date = null where id = {_SOLD}",),
    ),
    Break(
        "entry-adds-up",
        ("ledger_entries",),
        (
            "update ledger_entries set vat_cents = vat_cents + 1 where id ="
            " (select min(id) from ledger_entries where kind = 'refund')",
        ),
    ),
    Break(
        "sale-booked",
        ("ledger_entries",),
        (f"update ledger_entries set channel = 'pickup' where order_id = {_SOLD}",),
    ),
    Break(
        "sale-known",
        (),
        (
            "insert into ledger_entries (id, kind, source, order_id, line_id, stripe_id,"
            " business_date, booked_at, channel, sku, product_name, variant_name, units,"
            " coffee_grams, rate_bp, gross_cents, net_cents, vat_cents)"
            " select (select max(id) + 1 from ledger_entries), kind, source || 'x', order_id,"
            " line_id, stripe_id, business_date, booked_at, channel, sku, product_name,"
            " variant_name, 0, 0, 1600, 0, 0, 0 from ledger_entries where id = 1",
        ),
    ),
    Break(
        "units-booked",
        ("ledger_entries",),
        (f"update ledger_entries set units = units + 1 where order_id = {_SOLD}",),
        also=("premium-units",),
    ),
    Break(
        "payment-booked",
        ("ledger_money",),
        (_lose_source("ledger_money", "payment"),),
    ),
    Break(
        "payment-lost-booked",
        ("ledger_money",),
        (_lose_source("ledger_money", "payment_lost"),),
    ),
    Break("payment-known", (), (_money("payment", "'payment:x'", 0, "null"),)),
    Break(
        "payment-has-a-reason",
        (),
        (
            f"update orders set state = 'refunded' where id = {_UNDECIDED}",
            _event(
                "(select max(id) from orders where state = 'refunded' and paid_at is null)",
                "needs_decision",
                "refunded",
            ),
        ),
    ),
    Break(
        "sale-has-a-payment",
        ("payment_attempts",),
        (
            "update payment_attempts set purpose = 'sale' where id ="
            " (select min(id) from payment_attempts where state = 'failed')",
        ),
    ),
    Break(
        "waiting-can-be-paid",
        (),
        (f"update payment_attempts set state = 'expired' where order_id = {UNPAID}",),
    ),
    Break(
        "money-equals-goods",
        (),
        (_money("refund_by_hand", "'x'", -100, _SOLD),),
        also=("refund-known",),
    ),
    Break(
        "disputed-adds-up",
        (),
        (
            "update payment_attempts set disputed_cents = disputed_cents + 1 where id ="
            f" (select min(id) from payment_attempts where order_id = {_SOLD})",
        ),
    ),
    Break(
        "never-more-than-came",
        (),
        (
            "update disputes set taken_at = '2000-01-01 00:00:00', withdrawn_cents = 1000000,"
            " payment_intent_id = (select min(a.payment_intent_id) from payment_attempts a"
            " join refunds r on r.attempt_id = a.id"
            " where r.state = 'succeeded' and r.origin = 'staff')"
            " where id = (select min(id) from disputes)",
        ),
        also=("disputed-adds-up",),
    ),
    Break(
        "paid-otherwise-was-owed",
        (),
        (
            "insert into ledger_money (id, kind, source, stripe_id, amount_cents, business_date,"
            " booked_at, order_id) select (select max(id) + 1 from ledger_money),"
            " 'paid_otherwise', 'x', stripe_id, 1, business_date, booked_at, order_id"
            f" from ledger_money where kind = 'payment' and order_id = {_SOLD}",
        ),
    ),
    Break(
        "refunds-add-up",
        (),
        (
            "update payment_attempts set refunded_cents = refunded_cents + 1 where id ="
            f" (select min(id) from payment_attempts where order_id = {_SOLD})",
        ),
    ),
    Break(
        "refunds-within-payment",
        ("payment_attempts",),
        (
            "insert into refunds (id, order_id, attempt_id, amount_cents, gives_back, origin,"
            " state, failure, reason, goods_known, told_before, waits_for_customer, requested_at,"
            " next_try_at, tries)"
            f" select max(r.id) + 1, max(a.order_id), max(a.id), 1, 'surplus', 'staff',"
            " 'requested', '', 'payment_lost', true, false, false, max(r.requested_at),"
            " max(r.next_try_at), 0"
            f" from refunds r, payment_attempts a where a.id = {_SURPLUS}",
            "update payment_attempts set refunded_cents = refunded_cents + 1"
            f" where id = {_SURPLUS}",
        ),
    ),
    Break(
        "refund-booked",
        ("ledger_money",),
        (_lose_source("ledger_money", "refund"),),
    ),
    Break(
        "refund-failed-booked",
        ("ledger_money",),
        (_lose_source("ledger_money", "refund_failed"),),
    ),
    Break(
        "refund-by-hand-booked",
        ("ledger_money",),
        (_lose_source("ledger_money", "refund_by_hand"),),
    ),
    Break("refund-known", (), (_money("refund", "'refund:x'", 0, "null"),)),
    Break(
        "refunds-within-lines",
        ("order_lines",),
        (f"update order_lines set refunded_units = quantity where order_id = {_SOLD}",),
    ),
    Break(
        "refund-lines-add-up",
        (),
        (f"update refund_lines set gross_cents = gross_cents - 1 where refund_id = {_ASKED}",),
    ),
    Break(
        "refund-goods-booked",
        ("ledger_entries",),
        (_lose_source("ledger_entries", "refund"),),
    ),
    Break(
        "nothing-left-no-tax",
        ("ledger_entries",),
        (
            "update ledger_entries set net_cents = net_cents - 1, vat_cents = vat_cents + 1"
            " where id = (select min(e.id) from ledger_entries e join orders o on o.id = e.order_id"
            " where e.kind = 'refund' and o.state = 'refunded')",
        ),
    ),
    Break(
        "payout-adds-up",
        (),
        (
            "update balance_lines set payout_id = null where id = (select min(id) from"
            " balance_lines where category = 'charge' and payout_id is not null)",
        ),
    ),
    Break(
        "line-net",
        ("balance_lines",),
        (
            "insert into balance_lines (id, kind, category, amount_cents, fee_cents, net_cents,"
            " source_id, occurred_at) select 'txn_x', 'charge', 'charge', 0, 0, 1, '',"
            " max(occurred_at) from balance_lines",
        ),
    ),
    Break("line-booked", ("ledger_money",), (_lose_source("ledger_money", "fee"),)),
    Break(
        "balance-equals-books",
        ("balance_lines",),
        (
            "update balance_lines set amount_cents = amount_cents - 1, fee_cents = fee_cents - 1"
            " where category = 'charge'",
        ),
        also=("line-booked",),
    ),
    Break("receipt-queued", (), (_lose_mail("order-received"),)),
    Break("confirmation-queued", (), (_lose_mail("order-confirmed"),)),
    Break("refund-queued", (), (_lose_mail("order-refunded"),)),
    Break(
        "no-number-twice",
        ("payment_attempts",),
        ("update payment_attempts set idempotency_key = 'x' where number = 1",),
    ),
)
