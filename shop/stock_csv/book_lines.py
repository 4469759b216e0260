"""Book what the lines of an import change, all of them at once: a file may have 100,000."""

from typing import Literal

from sqlalchemy import select

from shop.clock import now
from shop.db import db, execute, insert_missing, rows_changed
from shop.stock.models import Level
from shop.stock_csv.models import ImportLine
from shop.stock_csv.rules import Short
from shop.stock_csv.statements import LOCK, MOVEMENTS, RAISE, SAME, SHORT

_AT_ONCE = 5_000


def book_lines(import_id: int, person_id: int | None, sign: Literal[1, -1]) -> None:
    """Each line raises or lowers its level by what it asks for, or with sign -1 the other way.

    One statement for all levels and one for all movements. Refuses with `Short` the lines that
    would leave less than is promised to orders, and books nothing. Does not commit.
    """
    if sign == 1:
        _make_levels(import_id)
    given = {"import": import_id, "sign": sign}
    # In id order, as they are reserved; by itself: who waited sees what was booked meanwhile.
    execute(LOCK, given)
    if lines := [line for (line,) in execute(SHORT, given)]:
        raise Short(lines)
    rows_changed(RAISE, given)
    source, undone = f"import:{import_id}", "Rückgängig: " if sign == -1 else ""
    told = {"source": source, "person": person_id, "moment": now(), "undone": undone}
    execute(MOVEMENTS, given | told)


def _make_levels(import_id: int) -> None:
    """Where a line finds goods that no level knew."""
    for of_kind, same in SAME:
        missing = db.session.execute(
            select(ImportLine.variant_id, ImportLine.location_id, ImportLine.batch_id)
            .outerjoin(Level, same)
            .where(ImportLine.import_id == import_id, of_kind, Level.id.is_(None))
        )
        rows = [
            {"variant_id": variant, "location_id": place, "batch_id": batch}
            | {"on_hand": 0, "reserved": 0}
            for variant, place, batch in missing
        ]
        for start in range(0, len(rows), _AT_ONCE):
            insert_missing(Level, rows[start : start + _AT_ONCE])
