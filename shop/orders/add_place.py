"""Open a pickup place."""

from typing import TypedDict, Unpack

from sqlalchemy import func, insert, select

from shop.db import db
from shop.errors import Refused
from shop.orders.models import PickupPlace


class NameTaken(Refused):
    """An open place has this name; customers could not tell the two apart."""


class Place(TypedDict):
    """Columns of `pickup_places`; `ready_days` are working days from the payment."""

    name: str
    street: str
    postcode: str
    city: str
    hours: str
    instructions: str
    ready_days: int


def add_place(**place: Unpack[Place]) -> None:
    """The checkout offers this place behind all others. Refuses with `NameTaken`.

    Does not commit.
    """
    named = select(PickupPlace.id).where(PickupPlace.name == place["name"])
    if db.session.scalar(named.where(PickupPlace.open.is_(True)).limit(1)) is not None:
        raise NameTaken
    last = db.session.scalar(select(func.max(PickupPlace.position))) or 0
    db.session.execute(insert(PickupPlace).values(**place, position=last + 1))
