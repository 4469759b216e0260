"""The sums of a report. Everything shown is added up from the same rows."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from shop.reports.period import Period

#: How goods leave: to a customer, to a pickup place, over a counter.
CHANNELS = ("shipping", "pickup", "counter")
#: More bars than this are no picture any more: years are drawn instead of months.
MOST_BARS = 24


class SoldRow(Protocol):
    """A row of the books, as `ledger.queries.sold` gives it."""

    @property
    def month(self) -> date: ...
    @property
    def product(self) -> str: ...
    @property
    def is_shipping(self) -> bool: ...
    @property
    def channel(self) -> str: ...
    @property
    def rate_bp(self) -> int: ...
    @property
    def units(self) -> int: ...
    @property
    def coffee_grams(self) -> int: ...
    @property
    def gross_cents(self) -> int: ...
    @property
    def net_cents(self) -> int: ...
    @property
    def vat_cents(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over some rows. `vat_cents` is keyed by rate; net and VAT make up the gross."""

    units: int
    coffee_grams: int
    gross_cents: int
    net_cents: int
    vat_cents: dict[int, int]


def figures(rows: Iterable[SoldRow]) -> Figures:
    units = grams = gross = net = 0
    vat: dict[int, int] = {}
    for row in rows:
        units += row.units
        grams += row.coffee_grams
        gross += row.gross_cents
        net += row.net_cents
        vat[row.rate_bp] = vat.get(row.rate_bp, 0) + row.vat_cents
    return Figures(units, grams, gross, net, vat)


@dataclass(frozen=True, slots=True)
class Report:
    """The sales of a period. Months, products, ways and rates each add up to the total.

    The months of a product are those in which it was sold; they add up to its figures.
    """

    total: Figures
    months: list[tuple[date, Figures]]
    #: Highest turnover first.
    products: list[tuple[str, Figures]]
    #: In the order of `products`.
    months_of_products: list[tuple[str, list[tuple[date, Figures]]]]
    #: None where nothing was sent.
    shipping: Figures | None
    months_of_shipping: list[tuple[date, Figures]]
    #: Keys of `CHANNELS`, in its order; what was sold by none of them is left out.
    channels: list[tuple[str, Figures]]
    rates: list[tuple[int, Figures]]


def report(period: Period, rows: Sequence[SoldRow]) -> Report:
    by_month = _grouped(rows, lambda row: row.month)
    goods = [row for row in rows if not row.is_shipping]
    sent = [row for row in rows if row.is_shipping]
    by_product = _grouped(goods, lambda row: row.product)
    products = [(name, figures(own)) for name, own in by_product.items()]
    by_channel = _grouped(rows, lambda row: row.channel)
    products.sort(key=lambda product: (-product[1].gross_cents, product[0]))
    return Report(
        total=figures(rows),
        months=[(month, figures(by_month.get(month, []))) for month in period.months],
        products=products,
        months_of_products=[(name, _by_month(by_product[name])) for name, _ in products],
        shipping=figures(sent) if sent else None,
        months_of_shipping=_by_month(sent),
        channels=[(name, figures(by_channel[name])) for name in CHANNELS if name in by_channel],
        rates=[(r, figures(own)) for r, own in sorted(_grouped(rows, lambda r: r.rate_bp).items())],
    )


def _by_month(rows: Sequence[SoldRow]) -> list[tuple[date, Figures]]:
    months = _grouped(rows, lambda row: row.month)
    return [(month, figures(months[month])) for month in sorted(months)]


def bars(found: Report) -> list[tuple[str, date, int]]:
    """(„month“ or „year“, its first day, grams of coffee) for the picture."""
    if len(found.months) <= MOST_BARS:
        return [("month", month, own.coffee_grams) for month, own in found.months]
    years: dict[int, int] = {}
    for month, own in found.months:
        years[month.year] = years.get(month.year, 0) + own.coffee_grams
    return [("year", date(year, 1, 1), grams) for year, grams in years.items()]


Key = TypeVar("Key", bound=Hashable)


def _grouped(rows: Iterable[SoldRow], key: Callable[[SoldRow], Key]) -> dict[Key, list[SoldRow]]:
    groups: dict[Key, list[SoldRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
