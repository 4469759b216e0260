"""For each law about counters and purchases, changes that break it and no other."""

from tests.books.breaks import Break

_SALE = "(select min(order_id) from counter_sales)"
_RETURN = "(select min(id) from counter_returns)"
_TAKEN_BACK = "kind = 'refund' and channel = 'counter' and units < 0"
_ENTRY = f"(select min(id) from ledger_entries where {_TAKEN_BACK})"


def _money(kind: str, source: str, cents: int, order: str) -> str:
    return (
        "insert into ledger_money (id, kind, source, stripe_id, amount_cents, business_date,"
        f" booked_at, order_id) select max(id) + 1, '{kind}', '{source}', 'unknown', {cents},"
        f" max(business_date), max(booked_at), {order} from ledger_money"
    )


COUNTER_BREAKS = (
    Break(
        "counter-at-once",
        (),
        (f"update orders set email = 'testperson@example.org' where id = {_SALE}",),
    ),
    Break(
        "counter-takings",
        ("ledger_money",),
        (
            "update ledger_money set business_date = '2001-01-01' where source ="
            f" 'takings:counter-' || {_SALE}",
        ),
    ),
    Break(
        "counter-returns",
        ("ledger_money",),
        (
            "update ledger_money set business_date = '2001-01-01' where source ="
            f" 'takings_back:counter-return-' || {_RETURN}",
        ),
    ),
    Break(
        "counter-return-booked",
        ("ledger_entries",),
        (f"update ledger_entries set business_date = '2001-01-01' where id = {_ENTRY}",),
    ),
    Break(
        "counter-money-known",
        (),
        (_money("takings", "x", 100, "null"),),
    ),
    Break(
        "counter-from-its-place",
        ("counter_sales",),
        (f"update counter_sales set location_id = 1 where order_id = {_SALE}",),
    ),
    Break(
        "purchase-received",
        (),
        ("update purchase_lines set received = received + 1 where kind = 'coffee'",),
    ),
    Break(
        "receipt-on-the-shelf",
        ("stock_movements",),
        (
            "update stock_movements set source = 'receipt:999' where id ="
            " (select min(id) from stock_movements where substr(source, 1, 8) = 'receipt:')",
        ),
    ),
    Break(
        "receipt-is-a-batch",
        (),
        (
            "insert into purchase_receipts (id, order_id, key, delivery_note, batch_id,"
            " received_at, taken_back_because) select max(r.id) + 1, max(r.order_id), 'x', 'x',"
            " (select min(id) from batches), max(r.received_at), '' from purchase_receipts r",
            "insert into purchase_receipt_lines (receipt_id, line_id, amount)"
            " select max(r.id), (select min(id) from purchase_lines where kind = 'coffee'), 1"
            " from purchase_receipts r",
            "update purchase_lines set received = received + 1 where kind = 'coffee'",
        ),
    ),
    # It came, and became nothing.
    Break(
        "receipt-is-a-batch",
        (),
        (
            "insert into purchase_receipts (id, order_id, key, delivery_note,"
            " received_at, taken_back_because) select max(r.id) + 1, max(r.order_id), 'x', 'x',"
            " max(r.received_at), '' from purchase_receipts r",
            "insert into purchase_receipt_lines (receipt_id, line_id, amount)"
            " select max(r.id), (select min(id) from purchase_lines where kind = 'coffee'), 1"
            " from purchase_receipts r",
            "update purchase_lines set received = received + 1 where kind = 'coffee'",
        ),
    ),
)
