"""A code or name belongs to one record."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from shop.db import db
from shop.origin.rules import CodeTaken


def refuse_taken(column: InstrumentedAttribute[str], text: str, but: int | None = None) -> None:
    """Raises `CodeTaken` when a record other than `but` has it, in capitals or not.

    After `begin_change`, so that nobody takes it meanwhile.
    """
    table: Any = column.class_
    found = db.session.scalar(
        select(table.id).where(func.lower(column) == text.lower(), table.id != (but or 0))
    )
    if found:
        raise CodeTaken
