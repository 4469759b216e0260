"""The stock follows a file."""

from sqlalchemy import select

from shop.clock import now
from shop.db import db
from shop.errors import NotThere
from shop.stock_csv.book_lines import book_lines
from shop.stock_csv.models import StockImport
from shop.stock_csv.move_import import move_import
from shop.stock_csv.rules import NotNow, SameFile


def apply_import(import_id: int, person_id: int | None, *, seen: int | None = None) -> None:
    """Every line is booked as the difference it asks for, so that what was sold since the file was
    made stays sold. All of them in one transaction, or none.

    `seen` is how many lines had moved on the page somebody looked at; refuses with `SeenOther`
    where it is another number now, with `Overtaken` what was right only when it was checked.
    Refuses with `Short` the lines that would leave less than orders were promised, with `NotNow` a
    second time, with `SameFile` a copy of what was applied. Does not commit.
    """
    _hold_with_copies(import_id)
    book_lines(import_id, person_id, 1, seen=seen)
    move_import(import_id, "checked", "applied", person_id, applied_at=now(), applied_by=person_id)


def _hold_with_copies(import_id: int) -> None:
    """In id order, so that two copies of one file never wait for each other in a ring."""
    own = select(StockImport.content_sha256).where(StockImport.id == import_id).scalar_subquery()
    rows = db.session.execute(
        select(StockImport.id, StockImport.state)
        .where(StockImport.content_sha256 == own)
        .order_by(StockImport.id)
        .with_for_update()
    )
    states = {id: state for id, state in rows}
    if import_id not in states:
        raise NotThere
    if states[import_id] != "checked":
        raise NotNow
    for copy_id, state in states.items():
        if state == "applied":
            raise SameFile(copy_id)
