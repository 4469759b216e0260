"""What the counts say beside the books: seen only by whoever looks through them, or afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import column, or_, select, table

from shop.accounts.models import Person
from shop.catalogue.models import Variant
from shop.db import db
from shop.stock.lies_there import LIES_THERE, sold_not_packed
from shop.stock.models import Level, Reservation
from shop.stocktake.models import Count
from shop.stocktake.queries import IN_ORDER, Goods, goods_columns, goods_of


@dataclass(frozen=True, slots=True)
class Compared:
    """One level, its count and what the books said at that moment."""

    goods: Goods
    how: str
    counted: int | None
    expected: int
    person: str
    counted_at: datetime
    version: int
    recount: bool
    price_cents: int
    #: Null before it is booked.
    booked_change: int | None

    @property
    def change(self) -> int:
        return 0 if self.counted is None else self.counted - self.expected

    @property
    def value_cents(self) -> int:
        """The difference at the price of a unit, today's or that of the booking."""
        return self.change * self.price_cents

    @property
    def is_left_out(self) -> bool:
        """Its difference was known, and not booked."""
        return self.booked_change is not None and self.booked_change != self.change


def compared(stocktake_id: int) -> list[Compared]:
    """All that was counted or decided, in the order of the shelf."""
    rows = db.session.execute(
        goods_columns(Count, Variant.price_cents, Person.name)
        .join(Count, Count.level_id == Level.id)
        .outerjoin(Person, Person.id == Count.person_id)
        .where(Count.stocktake_id == stocktake_id)
        .order_by(*IN_ORDER)
    )
    found = []
    for row in rows:
        count, price_cents, person = row[7:]
        found.append(
            Compared(
                goods=goods_of(row),
                how=count.how,
                counted=count.counted,
                expected=count.expected,
                person=person or "",
                counted_at=count.counted_at,
                version=count.version,
                recount=count.recount,
                price_cents=price_cents if count.price_cents is None else count.price_cents,
                booked_change=count.booked_change,
            )
        )
    return found


def uncounted(stocktake_id: int, location_id: int) -> list[Goods]:
    """What should be there, and nobody counted or decided about: never how many, for whoever
    counts looks here too."""
    count = (Count.level_id == Level.id) & (Count.stocktake_id == stocktake_id)
    rows = db.session.execute(
        goods_columns()
        .outerjoin(Count, count)
        .outerjoin(sold_not_packed, sold_not_packed.c.level_id == Level.id)
        .where(Level.location_id == location_id, Count.id.is_(None), LIES_THERE)
        .order_by(*IN_ORDER)
    )
    return [goods_of(row) for row in rows]


#: Orders stand above this package; of them it tells the number only.
_orders = table("orders", column("id"), column("number"))


def promised(level_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """Level id → numbers of the orders that wait for units of it, oldest first."""
    rows = db.session.execute(
        select(Reservation.level_id, _orders.c.number)
        .join(_orders, _orders.c.id == Reservation.order_id)
        .where(
            Reservation.level_id.in_(sorted(level_ids)),
            or_(
                Reservation.state == "held",
                (Reservation.state == "sold")
                & (Reservation.packed < Reservation.units - Reservation.returned),
            ),
        )
        .order_by(_orders.c.id)
    )
    found: dict[int, list[str]] = {}
    for level_id, number in rows:
        numbers = found.setdefault(level_id, [])
        if number not in numbers:
            numbers.append(number)
    return found
