"""Which months a report is about. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from shop.errors import Refused

#: As many months as a report may span.
LONGEST = 120
_YEARS = range(2000, 2101)


class BadPeriod(Refused):
    """Not two months, the first not after the last, or too many between them."""

    status = 422


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, both included; each is named by its first day."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.last.day != 1 or not self.first <= self.last:
            raise BadPeriod
        if len(self.months) > LONGEST:
            raise BadPeriod

    @property
    def months(self) -> list[date]:
        return months_between(self.first, self.last)

    @property
    def last_day(self) -> date:
        return next_month(self.last) - timedelta(days=1)


def this_year(today: date) -> Period:
    return Period(date(today.year, 1, 1), date(today.year, today.month, 1))


def last_year(today: date) -> Period:
    return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 1))


def last_quarter(today: date) -> Period:
    """The last three months that are a whole quarter."""
    end = date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return Period(date(end.year, end.month - 2, 1), date(end.year, end.month, 1))


def period_of(first: str, last: str) -> Period:
    """From „2026-01“ and „2026-11“. Raises `BadPeriod`."""
    return Period(_month(first), _month(last))


def months_between(first: date, last: date) -> list[date]:
    found = [first]
    while found[-1] < last:
        found.append(next_month(found[-1]))
    return found


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _month(text: str) -> date:
    year, dash, month = text[:10].partition("-")
    if not (dash and text.isascii() and len(year) == 4 and len(month) == 2):
        raise BadPeriod
    if not (year.isdigit() and month.isdigit() and int(year) in _YEARS):
        raise BadPeriod
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        raise BadPeriod from None
