"""Somebody of the staff notes something about an order."""

from shop.clock import now
from shop.db import insert_missing
from shop.fulfilment.models import OrderNote
from shop.fulfilment.rules import NotedAlready


def note_order(order_id: int, key: str, text: str, person_id: int | None) -> None:
    """Once per `key`, however often the button is pressed: raises `NotedAlready`.

    Does not commit.
    """
    row = {
        "key": key,
        "order_id": order_id,
        "text": text,
        "person_id": person_id,
        "noted_at": now(),
    }
    if not insert_missing(OrderNote, [row]):
        raise NotedAlready
