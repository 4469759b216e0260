"""A parcel leaves the house, with all of an order or a part of it."""

from collections.abc import Mapping

from sqlalchemy import exists, func, select

from shop.accounts.models import Person
from shop.clock import now
from shop.db import db, insert_rows
from shop.fulfilment.rules import NotHere, NothingToSend, SentMeanwhile
from shop.orders.blocked_lots import refuse_blocked
from shop.orders.carriers import tracking_kept
from shop.orders.hold_order import hold_order
from shop.orders.models import Order
from shop.orders.move import add_event, move
from shop.orders.notify import notify
from shop.orders.parcel_models import Parcel, ParcelItem
from shop.orders.rules import STILL_HERE, MoveRefused, Note, State
from shop.stock.models import Reservation
from shop.stock.send_units import send_units


def send_parcel(
    order_id: int,
    units: Mapping[int, int] | None,
    person_id: int | None,
    *,
    carrier: str = "dhl",
    tracking: str = "",
    seen: int | None = None,
) -> int:
    """The id of a parcel with these units (reservation id → units), or with all that is left.

    The order stays as it is until its last unit has left; that parcel moves it to shipped. The
    customer is told by mail of each. `seen`: how many parcels the form showed. Raises
    `MoveRefused` for what is not to be shipped, `SentMeanwhile`, `NothingToSend`, `NotHere`, and
    `LotBlocked` where one of these units comes from a blocked batch. Does not commit.
    """
    state = hold_order(order_id)
    if state not in STILL_HERE or db.session.get_one(Order, order_id).delivery != "shipping":
        raise MoveRefused
    number = next_number(order_id, seen)
    here = units_here(order_id)
    chosen = {id: count for id, count in (here if units is None else units).items() if count}
    if not chosen:
        raise NothingToSend
    if any(count > here.get(id, 0) for id, count in chosen.items()) or not send_units(chosen):
        raise NotHere
    refuse_blocked(order_id, chosen)
    parcel_id = _add(order_id, number, chosen, person_id, carrier, tracking_kept(tracking))
    if sum(chosen.values()) < sum(here.values()):
        add_event(order_id, state, Note.PART_SENT, person_id, from_state=state)
        notify(order_id, "part_shipped", parcel_id)
    else:
        end_sending(order_id, state, person_id)
    return parcel_id


def units_here(order_id: int) -> dict[int, int]:
    """Reservation id → units sold that have neither left nor come back."""
    left = Reservation.units - Reservation.returned - Reservation.sent
    rows = db.session.execute(
        select(Reservation.id, left).where(
            Reservation.order_id == order_id, Reservation.state == "sold", left > 0
        )
    )
    return {id: units for id, units in rows}


def has_sent(order_id: int) -> bool:
    """Whether a parcel of the order has left."""
    return db.session.scalar(select(exists().where(Parcel.order_id == order_id))) or False


def end_sending(order_id: int, state: State, person_id: int | None, *, tell: bool = True) -> None:
    """Nothing of the order is left here: it is shipped. `tell`: by a mail. Does not commit."""
    if state is State.PAID:
        move(order_id, State.PACKED, person_id=person_id)
    move(order_id, State.SHIPPED, person_id=person_id)
    if tell:
        notify(order_id, "shipped")


def next_number(order_id: int, seen: int | None) -> int:
    """Of the parcel that would leave now. Raises `SentMeanwhile` if `seen` is not all that left."""
    newest = db.session.scalar(select(func.max(Parcel.number)).where(Parcel.order_id == order_id))
    if seen is not None and seen != (newest or 0):
        raise SentMeanwhile(_who_sent(order_id, newest or 0))
    return (newest or 0) + 1


def _who_sent(order_id: int, number: int) -> str:
    sender = select(Person.name).join(Parcel, Parcel.person_id == Person.id)
    found = sender.where(Parcel.order_id == order_id, Parcel.number == number)
    return db.session.scalar(found) or ""


def _add(
    order_id: int,
    number: int,
    units: Mapping[int, int],
    person_id: int | None,
    carrier: str,
    tracking: str,
) -> int:
    parcel = Parcel(
        order_id=order_id,
        number=number,
        carrier=carrier,
        tracking=tracking,
        sent_at=now(),
        person_id=person_id,
    )
    db.session.add(parcel)
    db.session.flush()
    items = [
        {"parcel_id": parcel.id, "reservation_id": id, "units": units[id]} for id in sorted(units)
    ]
    insert_rows(ParcelItem, items)
    return parcel.id
