"""What the staff of the demo shop have begun with the youngest orders."""

from sqlalchemy import func, select

from shop.db import db
from shop.fulfilment.note_order import note_order
from shop.fulfilment.send_parcel import send_parcel, units_here
from shop.orders.models import Order
from shop.orders.rules import STILL_HERE, LotBlocked, State
from shop.returns.rules import Declaration
from shop.returns.withdraw import withdraw
from shop.stock.models import Reservation

_NOTES = (
    "Hat angerufen: bitte beim Nachbarn abgeben, wenn niemand da ist.",
    "Die zweite Tüte kommt erst mit der Röstung am Freitag. Weiß Bescheid.",
)


def half_way(staff_id: int) -> None:
    """One order has left in part, two have notes, and of one its buyer withdraws. Does not
    commit.
    """
    for order_id in _to_ship()[:1]:
        here = units_here(order_id)
        first = min(here)
        try:
            with db.session.begin_nested():
                send_parcel(
                    order_id, {first: 1}, staff_id, carrier="dhl", tracking="DEMO 0000 4711"
                )
        except LotBlocked:
            continue
    noted = db.session.scalars(
        select(Order.id).where(Order.state == State.PAID).order_by(Order.id.desc()).limit(2)
    )
    for number, order_id in enumerate(noted):
        note_order(order_id, f"demo-note-{number}", _NOTES[number], staff_id)
    sent = select(Order).where(Order.state == State.SHIPPED).order_by(Order.id.desc()).limit(1)
    for order in db.session.scalars(sent):
        withdraw("demo-withdrawal", Declaration(order.name, order.number, order.email))


def _to_ship() -> list[int]:
    """To be shipped, of more than one unit, the oldest first."""
    several = (
        select(Reservation.order_id)
        .where(Reservation.state == "sold")
        .group_by(Reservation.order_id)
        .having(func.sum(Reservation.units) > 1)
    )
    found = select(Order.id).where(
        Order.state.in_(STILL_HERE), Order.delivery == "shipping", Order.id.in_(several)
    )
    return list(db.session.scalars(found.order_by(Order.id)))
