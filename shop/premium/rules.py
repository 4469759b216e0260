"""Quarters, rounding and what a transfer may be. Pure.

The books keep millionths of a euro. What people read is cents: what an account came to owe in a
quarter is added up and rounded once, half-up, and everything else is sums of those cents; so a
table adds up, and what is open can be transferred to the cent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shop.errors import Refused
from shop.money.cents import half_up, split

MICRO_PER_CENT = 10_000


class NothingToTransfer(Refused):
    """Nothing, or less."""


class MoreThanOpen(Refused):
    """More than is open. `open_cents`: what is."""

    def __init__(self, open_cents: int) -> None:
        super().__init__()
        self.open_cents = open_cents


class NotYet(Refused):
    """Of a day to come."""


class BeforeAnyDebt(Refused):
    """Of a day on which nothing had been owed yet. `since`: the first on which something was."""

    def __init__(self, since: date) -> None:
        super().__init__()
        self.since = since


class AlreadyBooked(Refused):
    """This transfer is booked: the button was pressed twice."""


class CannotBeUndone(Refused):
    """Not a transfer, or one that is undone."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year, by Berlin business dates."""

    year: int
    number: int

    def __str__(self) -> str:
        """„2026-Q3“."""
        return f"{self.year}-Q{self.number}"


def quarter_of(year: int, month: int) -> Quarter:
    return Quarter(year, (month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked of one account in one quarter, or in a part of it."""

    quarter: Quarter
    coffee_grams: int
    owed_micro: int
    paid_micro: int


@dataclass(frozen=True, slots=True)
class Balance:
    """An account in one quarter. `closing_cents` below zero: paid ahead of sales to come."""

    quarter: Quarter
    coffee_grams: int
    opening_cents: int
    owed_cents: int
    paid_cents: int

    @property
    def closing_cents(self) -> int:
        return self.opening_cents + self.owed_cents - self.paid_cents


def balances(booked: Iterable[Booked]) -> tuple[Balance, ...]:
    """One for each quarter in which something was booked, oldest first.

    Each opens with what the one before it closed with.
    """
    quarters: dict[Quarter, list[Booked]] = {}
    for part in booked:
        quarters.setdefault(part.quarter, []).append(part)
    found: list[Balance] = []
    for quarter in sorted(quarters):
        parts = quarters[quarter]
        found.append(
            Balance(
                quarter,
                sum(part.coffee_grams for part in parts),
                found[-1].closing_cents if found else 0,
                half_up(sum(part.owed_micro for part in parts), MICRO_PER_CENT),
                half_up(sum(part.paid_micro for part in parts), MICRO_PER_CENT),
            )
        )
    return tuple(found)


def shares_of(grams: int, green: Mapping[int, int]) -> dict[int, int]:
    """Grams of a roast by green lot, in proportion to the green coffee of each; none is lost."""
    lots = sorted(green)
    return dict(zip(lots, split(grams, [green[lot] for lot in lots]), strict=True))


def refuse_transfer(
    cents: int, paid_on: date, today: date, open_cents: int, since: date | None
) -> None:
    """Raises what speaks against this transfer to an account on which so much is open.

    `since` is the first day it owed anything. Nothing is said of what was open on `paid_on`: what
    is paid ahead is owed by sales that followed.
    """
    if cents <= 0:
        raise NothingToTransfer
    if paid_on > today:
        raise NotYet
    if cents > open_cents or since is None:
        raise MoreThanOpen(max(open_cents, 0))
    if paid_on < since:
        raise BeforeAnyDebt(since)
