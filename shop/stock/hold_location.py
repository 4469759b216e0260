"""Whoever brings goods to a location, or closes it, waits for the others who do."""

from sqlalchemy import select

from shop.db import db
from shop.errors import NotThere
from shop.stock.models import Location
from shop.stock.rules import LocationClosed


def hold_location(location_id: int, *, to_bring: bool = True) -> None:
    """Locks the row until the transaction ends. Refuses with `NotThere`, and with `LocationClosed`
    where something shall be brought."""
    is_open = db.session.scalar(
        select(Location.open).where(Location.id == location_id).with_for_update(key_share=True)
    )
    if is_open is None:
        raise NotThere
    if to_bring and not is_open:
        raise LocationClosed
