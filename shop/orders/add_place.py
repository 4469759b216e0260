"""Open a pickup place."""

from typing import TypedDict, Unpack

from sqlalchemy import func, insert, select

from shop.db import db
from shop.errors import Refused
from shop.orders.models import PickupPlace
from shop.stock.add_location import add_location
from shop.stock.rules import LocationNamed


class NameTaken(Refused):
    """An open place or another location has this name; nobody could tell the two apart."""


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
    """The checkout offers this place behind all others, and goods can lie there.

    Refuses with `NameTaken`. Does not commit.
    """
    named = select(PickupPlace.id).where(PickupPlace.name == place["name"])
    if db.session.scalar(named.where(PickupPlace.open.is_(True)).limit(1)) is not None:
        raise NameTaken
    last = db.session.scalar(select(func.max(PickupPlace.position))) or 0
    place_id = db.session.scalar(
        insert(PickupPlace).values(**place, position=last + 1).returning(PickupPlace.id)
    )
    try:
        add_location("pickup", place["name"], pickup_place_id=place_id)
    except LocationNamed:
        raise NameTaken from None
