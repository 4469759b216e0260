"""Pickup places as the staff choose among them."""

from collections.abc import Sequence

from sqlalchemy import Row, select

from shop.db import db
from shop.orders.models import PickupPlace


def all_places() -> Sequence[Row[int, str]]:
    """(id, name), with those that are closed: orders may still lie there."""
    return db.session.execute(
        select(PickupPlace.id, PickupPlace.name).order_by(PickupPlace.position, PickupPlace.id)
    ).all()
