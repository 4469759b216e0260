"""For each law about lots and batches, changes that break it and no other."""

from tests.books.breaks import Break

_ROAST = "(select min(id) from batches where kind = 'roast')"
_SET = "(select min(id) from batches where kind = 'set')"

LOT_BREAKS = (
    Break(
        "shares-whole",
        (),
        ("update green_shares set share_bp = share_bp - 1",),
    ),
    Break(
        "green-used",
        (),
        ("update green_lots set used_grams = used_grams + 1",),
    ),
    Break(
        "batch-green",
        (),
        (f"update batches set green_grams = green_grams + 1 where id = {_ROAST}",),
    ),
    Break(
        "set-parts",
        (),
        (f"update batches set made_grams = made_grams + 1 where id = {_SET}",),
    ),
    Break(
        "batch-packed",
        (),
        (f"update batches set packed_grams = packed_grams + 1 where id = {_ROAST}",),
    ),
    Break(
        "batch-not-overpacked",
        ("batches",),
        (f"update batches set written_off_grams = made_grams where id = {_ROAST}",),
    ),
    Break(
        "coffee-has-a-batch",
        (),
        (
            "insert into stock_levels (id, variant_id, batch_id, on_hand, reserved)"
            " select max(id) + 1, min(variant_id), null, 0, 0 from stock_levels",
        ),
    ),
    Break(
        "returned-came-back",
        (),
        (
            "update stock_reservations set returned = 0 where id ="
            " (select max(id) from stock_reservations where returned > 0)",
        ),
        also=("shelf-balance",),
    ),
)
