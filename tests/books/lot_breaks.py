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
            "insert into stock_levels (id, variant_id, location_id, batch_id, on_hand, reserved)"
            " select max(id) + 1, min(variant_id), 1, null, 0, 0 from stock_levels",
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
    Break(
        "set-sources",
        (),
        # The coffee of another lot: the contract and the cooperative would be others.
        (
            "update batch_sources set green_lot_id = (select max(id) from green_lots)"
            f" where batch_id = {_SET}",
        ),
        also=("premium-every-lot", "premium-rate"),
    ),
    Break(
        "set-sources",
        (),
        (f"update batch_sources set premium_micro_per_kg = 0 where batch_id = {_SET}",),
        also=("premium-rate",),
    ),
    Break(
        "set-projects",
        (),
        (f"update batches set project_micro_per_kg = 0 where id = {_SET}",),
        also=("premium-rate",),
    ),
    Break(
        "set-best-before",
        (),
        (f"update batches set best_before = '2100-01-01' where id = {_SET}",),
    ),
    Break(
        "split-adds-up",
        ("splits",),
        (
            "update splits set known_cents = known_cents - 1, unknown_cents = unknown_cents + 1"
            " where version = 2",
        ),
    ),
    Break(
        "split-adds-up",
        ("splits",),
        (
            "update splits set parts = replace(parts, '\"cents\":', '\"cents\":1')"
            " where version = 2",
        ),
    ),
    Break("split-versions", ("splits",), ("delete from splits where version = 1",)),
)
