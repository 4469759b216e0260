"""What lies at a counter, and what was sold there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from shop.accounts.models import Person
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import today
from shop.counter.models import CounterReturn, CounterSale
from shop.db import db
from shop.errors import NotThere
from shop.orders.models import Line, Order
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import STOCKROOM, Level, Location, Reservation


class Place(NamedTuple):
    id: int
    name: str
    kind: str
    units: int

    @property
    def can_be_counted(self) -> bool:
        """What is in the stockroom waits for orders too: only a stocktake counts there."""
        return self.id != STOCKROOM


class Goods(NamedTuple):
    """Units of a variant at one place."""

    variant_id: int
    #: „Filter Jaén, 250 g, ganze Bohne“
    name: str
    sku: str
    price_cents: int
    #: All that nobody holds, blocked ones too: what somebody counts.
    there: int
    #: Of these, those that may be sold.
    free: int
    #: The variant whose units these are: another one, where this is ground from them.
    drawn_from: int

    @property
    def is_ground(self) -> bool:
        """On demand, from beans that lie there."""
        return self.drawn_from != self.variant_id


class SaleLine(NamedTuple):
    id: int
    product: str
    variant: str
    quantity: int
    unit_price_cents: int
    total_cents: int
    returned: int
    #: From beans, when it was sold or by now: it is no beans again, and has no shelf.
    is_ground: bool

    @property
    def left(self) -> int:
        return self.quantity - self.returned


@dataclass(frozen=True, slots=True)
class SaleRow:
    order_id: int
    number: str
    place_id: int
    place: str
    day: date
    paid_by: str
    reference: str
    person: str
    booked_at: datetime
    total_cents: int
    #: Handed back of it.
    back_cents: int


def places() -> list[Place]:
    """Open ones where something lies, the stalls and counters before the stockroom."""
    rows = db.session.execute(
        select(Location.id, Location.name, Location.kind, func.sum(Level.on_hand - Level.reserved))
        .join(Level, Level.location_id == Location.id)
        .where(Location.open, Level.on_hand > Level.reserved)
        .group_by(Location.id)
        .order_by(case((Location.id == STOCKROOM, 1), else_=0), Location.name)
    )
    return [Place(id, name, kind, int(units)) for id, name, kind, units in rows]


def place(location_id: int) -> Place:
    """Refuses with `NotThere` what is closed or does not exist; it may be empty by now."""
    found = db.session.get(Location, location_id)
    if found is None or not found.open:
        raise NotThere
    return Place(found.id, found.name, found.kind, 0)


def goods_at(location_id: int) -> list[Goods]:
    """What lies there, in the order of the catalogue. One query."""
    may_be_sold = or_(
        Level.batch_id.is_(None),
        Batch.blocked_at.is_(None) & (Batch.best_before >= last_day_to_sell(today())),
    )
    units = Level.on_hand - Level.reserved
    rows = db.session.execute(
        select(
            *(Variant.id, Product.name, Variant.size, Variant.grind, Variant.sku),
            *(Variant.price_cents, func.sum(units), func.sum(case((may_be_sold, units), else_=0))),
        )
        .join(Level, Level.variant_id == Variant.id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(Level.location_id == location_id, units > 0)
        .group_by(Variant.id, Product.id)
        .order_by(Product.position, Product.id, Variant.position, Variant.id)
    )
    return [
        Goods(id, f"{name}, {variant_name(size, grind)}", sku, cents, int(there), int(free), id)
        for id, name, size, grind, sku, cents, there, free in rows
    ]


def offered_at(location_id: int) -> list[Goods]:
    """What lies there, and after its beans what can be ground from them. Two queries."""
    goods = goods_at(location_id)
    rows = db.session.execute(
        select(
            *(Variant.ground_from_id, Variant.id, Product.name, Variant.size, Variant.grind),
            *(Variant.sku, Variant.price_cents),
        )
        .join(Product, Product.id == Variant.product_id)
        .where(
            Variant.ground_from_id.in_([one.variant_id for one in goods]),
            Variant.on_sale.is_(True),
        )
        .order_by(Variant.position, Variant.id)
    ).all()
    found = []
    for one in goods:
        found.append(one)
        for beans_id, id, name, size, grind, sku, cents in rows:
            if beans_id == one.variant_id:
                named = f"{name}, {variant_name(size, grind)}"
                found.append(Goods(id, named, sku, cents, one.there, one.free, beans_id))
    return found


def sale(number: str) -> SaleRow:
    """Refuses with `NotThere`."""
    found = _sales(Order.number == number.upper())
    if not found:
        raise NotThere
    return found[0]


def sales_of(day: date) -> list[SaleRow]:
    """The newest first."""
    return _sales(CounterSale.day == day)


def lines_of(order_id: int) -> list[SaleLine]:
    rows = db.session.execute(
        select(
            *(Line.id, Line.product_name, Line.variant_name, Line.quantity),
            *(Line.unit_price_cents, Line.total_cents, Line.refunded_units, _was_ground),
        )
        .where(Line.order_id == order_id)
        .order_by(Line.position)
    )
    return [SaleLine(*row) for row in rows]


def returns_of(order_id: int) -> Sequence[CounterReturn]:
    """In the order they happened."""
    return db.session.scalars(
        select(CounterReturn).where(CounterReturn.order_id == order_id).order_by(CounterReturn.id)
    ).all()


_was_ground = exists(
    select(Reservation.id)
    .join(Level, Level.id == Reservation.level_id)
    .join(Variant, Variant.id == Level.variant_id)
    .where(
        Reservation.order_id == Line.order_id,
        Reservation.variant_id == Line.variant_id,
        (Level.variant_id != Reservation.variant_id) | Variant.ground_from_id.is_not(None),
    )
    .correlate(Line)
)


def _sales(chosen: ColumnElement[bool]) -> list[SaleRow]:
    back = (
        select(func.coalesce(func.sum(CounterReturn.amount_cents), 0))
        .where(CounterReturn.order_id == CounterSale.order_id)
        .correlate(CounterSale)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            *(Order.id, Order.number, Location.id, Location.name, CounterSale.day),
            *(CounterSale.paid_by, CounterSale.reference, func.coalesce(Person.name, "")),
            *(CounterSale.booked_at, Order.total_cents, back),
        )
        .select_from(CounterSale)
        .join(Order, Order.id == CounterSale.order_id)
        .join(Location, Location.id == CounterSale.location_id)
        .outerjoin(Person, Person.id == CounterSale.person_id)
        .where(chosen)
        .order_by(CounterSale.order_id.desc())
    )
    return [SaleRow(*row) for row in rows]
