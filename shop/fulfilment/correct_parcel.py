"""Carrier and tracking number of a parcel are added or corrected."""

from sqlalchemy import func, select, update

from shop.db import db, rows_changed
from shop.orders.carriers import tracking_kept
from shop.orders.hold_order import hold_order
from shop.orders.models import OrderEvent
from shop.orders.move import add_event
from shop.orders.notify import notify
from shop.orders.parcel_models import Parcel
from shop.orders.rules import Note


def correct_parcel(
    order_id: int, number: int, carrier: str, tracking: str, person_id: int | None, *, tell: bool
) -> bool:
    """Whether anything changed; the history says who did it. `tell`: the customer gets the numbers
    by mail, also if they were right before. Does not commit.
    """
    state = hold_order(order_id)
    kept = tracking_kept(tracking)
    changed = bool(
        rows_changed(
            update(Parcel)
            .where(
                Parcel.order_id == order_id,
                Parcel.number == number,
                (Parcel.carrier != carrier) | (Parcel.tracking != kept),
            )
            .values(carrier=carrier, tracking=kept)
        )
    )
    if changed:
        add_event(order_id, state, Note.PARCEL_CORRECTED, person_id, from_state=state)
    if tell:
        # Once per state of the history: a button pressed twice sends one mail.
        newest = select(func.max(OrderEvent.id)).where(OrderEvent.order_id == order_id)
        notify(order_id, "tracked", db.session.scalar(newest))
    return changed
