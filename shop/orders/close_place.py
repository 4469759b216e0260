"""Close a pickup place."""

from contextlib import suppress

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.orders.models import PickupPlace
from shop.stock.close_location import close_location
from shop.stock.models import Location
from shop.stock.rules import BeingCounted, GoodsThere


class NoSuchPlace(NotThere):
    """No open place has this name."""


def close_place(name: str) -> None:
    """Nobody can choose it any more; orders on their way there keep it. Refuses with `NoSuchPlace`.

    Goods of the shop's own stay there until somebody moves them: its location closes if there are
    none and nobody counts there. Does not commit.
    """
    open_one = PickupPlace.name == name, PickupPlace.open.is_(True)
    place_ids = db.session.scalars(select(PickupPlace.id).where(*open_one)).all()
    if not rows_changed(update(PickupPlace).where(*open_one).values(open=False)):
        raise NoSuchPlace
    lies = select(Location.id).where(Location.pickup_place_id.in_(place_ids))
    for location_id in db.session.scalars(lies).all():
        with suppress(GoodsThere, BeingCounted):
            close_location(location_id)
