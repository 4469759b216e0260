"""Close a pickup place."""

from sqlalchemy import update

from shop.db import rows_changed
from shop.errors import NotThere
from shop.orders.models import PickupPlace


class NoSuchPlace(NotThere):
    """No open place has this name."""


def close_place(name: str) -> None:
    """Nobody can choose it any more; orders on their way there keep it. Refuses with `NoSuchPlace`.

    Does not commit.
    """
    closed = rows_changed(
        update(PickupPlace)
        .where(PickupPlace.name == name, PickupPlace.open.is_(True))
        .values(open=False)
    )
    if not closed:
        raise NoSuchPlace
