"""Nothing more is expected of a purchase."""

from shop.audit.note_change import note_change
from shop.db import db
from shop.purchasing.hold_purchase import hold_purchase
from shop.purchasing.rules import NotOpen


def end_purchase(purchase_id: int, person_id: int | None) -> str:
    """The state it is in now: `closed` where something had come, else `cancelled`; what has not
    come is expected no more. Raises `NotOpen`. Does not commit."""
    purchase, lines = hold_purchase(purchase_id)
    if purchase.state != "open":
        raise NotOpen
    state = "closed" if any(line.received for line in lines) else "cancelled"
    purchase.state = state
    db.session.flush()
    note_change("purchase_order", purchase_id, {"state": "open"}, {"state": state}, person_id)
    return state
