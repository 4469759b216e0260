"""Book what the lines of an import change, all of them at once: a file may have 100,000."""

from typing import Literal

from shop.clock import now
from shop.db import db, execute, rows_changed
from shop.stock_csv.overtaken import hold_places, overtaken
from shop.stock_csv.rules import Overtaken, SeenOther, Short
from shop.stock_csv.statements import (
    LOCK,
    MAKE_LEVELS,
    MOVED_SINCE,
    MOVEMENTS,
    RAISE,
    SHORT,
)


def book_lines(
    import_id: int, person_id: int | None, sign: Literal[1, -1], *, seen: int | None = None
) -> None:
    """Each line raises or lowers its level by what it asks for, or with sign -1 the other way.

    One statement for all levels and one for all movements; where goods were found that no level
    knew, one is made. Refuses with `Short` the lines that would leave less than is promised to
    orders, with `Overtaken` those that were right once, with `SeenOther` when other than `seen`
    lines moved since the file was made; then nothing is booked. Does not commit.
    """
    hold_places(import_id, sign)
    if sign == 1:
        for statement in MAKE_LEVELS[db.engine.dialect.name]:
            execute(statement, {"import": import_id})
    given = {"import": import_id, "sign": sign}
    # In id order, as they are reserved; by itself: who waited sees what was booked meanwhile.
    execute(LOCK, given)
    if problems := overtaken(import_id, sign):
        raise Overtaken(problems)
    if seen is not None and execute(MOVED_SINCE, given).scalar_one() != seen:
        raise SeenOther
    if lines := [line for (line,) in execute(SHORT, given)]:
        raise Short(lines)
    rows_changed(RAISE, given)
    source, undone = f"import:{import_id}", "Rückgängig: " if sign == -1 else ""
    told = {"source": source, "person": person_id, "moment": now(), "undone": undone}
    execute(MOVEMENTS, given | told)
