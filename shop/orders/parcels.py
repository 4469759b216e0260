"""The parcels of an order: what is in each, and what is still to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from shop.accounts.models import Person
from shop.db import db
from shop.orders.carriers import CARRIERS, tracking_page
from shop.orders.models import Line
from shop.orders.parcel_models import Parcel, ParcelItem
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation


@dataclass(frozen=True, slots=True)
class Bags:
    """Units of one line, of one batch."""

    reservation_id: int
    units: int
    #: „Hausmischung, 250 g, ganze Bohne“
    words: str
    #: Code of the batch; empty for goods that come from none.
    lot: str
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class SentParcel:
    id: int
    number: int
    carrier: str
    tracking: str
    sent_at: datetime
    person: str
    bags: tuple[Bags, ...]

    @property
    def carrier_name(self) -> str:
        return CARRIERS[self.carrier]

    @property
    def page(self) -> str:
        """Where the carrier tells how far it has got; empty where there is no such page."""
        return tracking_page(self.carrier, self.tracking)


def parcels_of(order_id: int) -> list[SentParcel]:
    """In the order they left; one query where there is none, else two."""
    rows = db.session.execute(_PARCELS, {"of_order": order_id}).all()
    if not rows:
        return []
    found: dict[int, list[Bags]] = {}
    for row in db.session.execute(_IN_PARCELS, {"of_order": order_id}):
        found.setdefault(row.parcel_id, []).append(_bags(row))
    return [
        SentParcel(
            parcel.id,
            parcel.number,
            parcel.carrier,
            parcel.tracking,
            parcel.sent_at,
            person or "",
            tuple(found.get(parcel.id, ())),
        )
        for parcel, person in rows
    ]


def still_here(order_id: int) -> tuple[Bags, ...]:
    """What is sold and has neither left nor come back, what expires first before the others."""
    rows: Sequence[Row[*tuple[Any, ...]]] = db.session.execute(_HERE, {"of_order": order_id}).all()
    return tuple(_bags(row) for row in rows)


def summed(bags: Iterable[Bags]) -> list[tuple[int, str]]:
    """(units, words) without the batches, as customers read it."""
    found: dict[str, int] = {}
    for one in bags:
        found[one.words] = found.get(one.words, 0) + one.units
    return [(units, words) for words, units in found.items()]


def _bags(row: Row[*tuple[Any, ...]]) -> Bags:
    name, variant = row.product_name, row.variant_name
    return Bags(
        row.reservation_id,
        row.units,
        f"{name}, {variant}" if variant else name,
        row.code or "",
        row.blocked_at is not None,
    )


def _with_words(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        statement.join(Level, Level.id == Reservation.level_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .join(
            Line,
            (Line.order_id == Reservation.order_id) & (Line.variant_id == Reservation.variant_id),
        )
        .where(Reservation.order_id == bindparam("of_order"))
        .order_by(Line.position, Reservation.id)
    )


_WORDS = (
    Reservation.id.label("reservation_id"),
    Line.product_name,
    Line.variant_name,
    Batch.code,
    Batch.blocked_at,
)
_PARCELS = (
    select(Parcel, Person.name)
    .outerjoin(Person, Person.id == Parcel.person_id)
    .where(Parcel.order_id == bindparam("of_order"))
    .order_by(Parcel.number)
)
_IN_PARCELS = _with_words(
    select(ParcelItem.parcel_id, ParcelItem.units, *_WORDS).join(
        Reservation, Reservation.id == ParcelItem.reservation_id
    )
)
_left = (Reservation.units - Reservation.returned - Reservation.sent).label("units")
_HERE = _with_words(
    select(_left, *_WORDS).select_from(Reservation).where(Reservation.state == "sold", _left > 0)
)
