"""A code or name belongs to one record."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from shop.db import db
from shop.origin.rules import CodeTaken


def refuse_taken(column: InstrumentedAttribute[str], text: str, but: int | None = None) -> None:
    """Raises `CodeTaken` when a record other than `but` has it, in capitals or not.

    After `begin_change`, so that nobody takes it meanwhile.
    """
    table: Any = column.class_
    # All of them are read: SQLite knows capitals of ASCII alone, and there are some thousands.
    others = db.session.scalars(select(column).where(table.id != (but or 0)))
    if text.casefold() in (other.casefold() for other in others):
        raise CodeTaken
