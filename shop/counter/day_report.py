"""What a day brought at the counters, read from the books alone: it agrees with them by itself."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, union

from shop.counter.models import CounterReturn, CounterSale
from shop.db import db
from shop.ledger.models import Entry, MoneyEntry
from shop.stock.models import Location


@dataclass(frozen=True, slots=True)
class SoldThere:
    product: str
    variant: str
    #: Sold, less what came back.
    units: int
    gross_cents: int


@dataclass(frozen=True, slots=True)
class PlaceDay:
    place_id: int
    place: str
    sold: tuple[SoldThere, ...]
    #: What came in, less what was handed back: in cash, and by settlements.
    cash_cents: int
    settlement_cents: int

    @property
    def gross_cents(self) -> int:
        return sum(one.gross_cents for one in self.sold)

    @property
    def takings_cents(self) -> int:
        return self.cash_cents + self.settlement_cents


def day_report(day: date) -> list[PlaceDay]:
    """One for each place where something was sold or came back that counts for the day."""
    sold = _sold(day)
    return [
        PlaceDay(
            id, name, tuple(sold.get(id, ())), money.get("cash", 0), money.get("settlement", 0)
        )
        for (id, name), money in _money(day).items()
    ]


def days_with_sales(limit: int) -> list[tuple[date, int]]:
    """The newest days on which something was sold or came back, and what they brought.

    By the few rows of the counters first: the books have a row for every order.
    """
    days = union(select(CounterSale.day), select(CounterReturn.day)).subquery()
    newest = db.session.scalars(select(days.c.day).order_by(days.c.day.desc()).limit(limit)).all()
    rows = db.session.execute(
        select(MoneyEntry.business_date, func.sum(MoneyEntry.amount_cents))
        .where(MoneyEntry.business_date.in_(newest), MoneyEntry.kind.in_(_KINDS))
        .group_by(MoneyEntry.business_date)
        .order_by(MoneyEntry.business_date.desc())
    )
    return [(day, int(cents)) for day, cents in rows]


_KINDS = ("takings", "takings_back")


def _sold(day: date) -> dict[int, list[SoldThere]]:
    rows = db.session.execute(
        select(
            *(CounterSale.location_id, Entry.product_name, Entry.variant_name),
            *(func.sum(Entry.units), func.sum(Entry.gross_cents)),
        )
        .join(CounterSale, CounterSale.order_id == Entry.order_id)
        .where(Entry.business_date == day, Entry.channel == "counter")
        .group_by(CounterSale.location_id, Entry.sku, Entry.product_name, Entry.variant_name)
        .order_by(Entry.product_name, Entry.variant_name)
    )
    found: dict[int, list[SoldThere]] = {}
    for place_id, product, variant, units, cents in rows:
        found.setdefault(place_id, []).append(SoldThere(product, variant, int(units), int(cents)))
    return found


def _money(day: date) -> dict[tuple[int, str], dict[str, int]]:
    rows = db.session.execute(
        select(
            *(Location.id, Location.name, CounterSale.paid_by),
            func.sum(MoneyEntry.amount_cents),
        )
        .select_from(MoneyEntry)
        .join(CounterSale, CounterSale.order_id == MoneyEntry.order_id)
        .join(Location, Location.id == CounterSale.location_id)
        .where(MoneyEntry.business_date == day, MoneyEntry.kind.in_(_KINDS))
        .group_by(Location.id, Location.name, CounterSale.paid_by)
        .order_by(Location.name)
    )
    found: dict[tuple[int, str], dict[str, int]] = {}
    for id, name, paid_by, cents in rows:
        found.setdefault((id, name), {})[paid_by] = int(cents)
    return found
