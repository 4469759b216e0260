"""For each law about counts and files, changes that break it and no other."""

from tests.books.breaks import Break

_APPLIED = "(select min(id) from stock_imports where state = 'applied')"
_UNDONE = "(select min(id) from stock_imports where state = 'undone')"


def _source(now: str, before: str) -> str:
    return (
        f"update stock_movements set source = '{now}' where id ="
        f" (select min(id) from stock_movements where {before})"
    )


COUNTED_BREAKS = (
    # The books of the stocktake say what the shelf does not know.
    Break(
        "stocktake-booked",
        ("stocktake_counts",),
        (
            "update stocktake_counts set booked_change = booked_change - 1, counted = counted - 1"
            " where id = (select min(id) from stocktake_counts where booked_change <> 0)",
        ),
    ),
    # The shelf follows, but nobody found so few.
    Break(
        "stocktake-booked",
        ("stocktake_counts",),
        (
            "update stocktake_counts set counted = counted - 1"
            " where id = (select min(id) from stocktake_counts where booked_change <> 0)",
        ),
    ),
    # A stocktake without counts has booked something.
    Break(
        "stocktake-booked",
        ("stock_movements",),
        (_source("stocktake:999", "substr(source, 1, 10) = 'stocktake:'"),),
    ),
    Break(
        "import-booked",
        ("stock_import_lines",),
        (f"update stock_import_lines set after = after + 1 where import_id = {_APPLIED}",),
    ),
    Break(
        "import-booked",
        ("stock_movements",),
        (_source("", f"source = 'import:' || {_UNDONE}"),),
    ),
    # A file that is only looked at changed the stock.
    Break(
        "import-booked",
        ("stock_imports",),
        (f"update stock_imports set state = 'checked', applied_at = null where id = {_APPLIED}",),
    ),
)
