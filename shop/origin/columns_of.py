"""A record as plain values."""

from typing import Any

from sqlalchemy import select

from shop.db import Base, db
from shop.errors import NotThere


def columns_of(table: type[Base], record_id: int) -> dict[str, Any]:
    """Column → value, as the database has it now. Raises `NotThere`."""
    columns = table.__table__.c
    row = db.session.execute(select(*columns).where(columns.id == record_id)).mappings().first()
    if row is None:
        raise NotThere
    return {name: value for name, value in row.items() if name != "id"}
