"""Payouts and what they are made of, as the staff see them."""

import re
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, and_, func, not_, select, tuple_

from shop.db import db
from shop.errors import NotThere
from shop.orders.models import Order
from shop.payouts.models import BalanceLine, Payout
from shop.payouts.rules import OF_ORDERS, Group, difference, is_payout_itself, sums

PER_PAGE = 50

_ID = re.compile(r"[A-Za-z0-9_]{1,255}")


@dataclass(frozen=True, slots=True)
class PayoutRow:
    payout: Payout
    #: What the bank gets beyond its lines, in cents; None while they are not known.
    difference: int | None


@dataclass(frozen=True, slots=True)
class LineRow:
    line: BalanceLine
    order_number: str | None

    @property
    def is_unmatched(self) -> bool:
        return self.order_number is None and self.line.category in OF_ORDERS


@dataclass(frozen=True, slots=True)
class PayoutView:
    """One payout with its parts; `difference` as in `PayoutRow`."""

    payout: Payout
    lines: list[LineRow]
    sums: dict[Group, int]
    difference: int | None

    @property
    def total_cents(self) -> int:
        return sum(self.sums.values())


def sum_of_parts() -> ScalarSelect[int]:
    """The same as `rules.difference` adds up, for the payouts of a statement."""
    itself = and_(BalanceLine.category == "payout", BalanceLine.source_id == Payout.id)
    return (
        select(func.coalesce(func.sum(BalanceLine.net_cents), 0))
        .where(BalanceLine.payout_id == Payout.id, not_(itself))
        .correlate(Payout)
        .scalar_subquery()
    )


def payouts(after: str = "", limit: int = PER_PAGE) -> tuple[list[PayoutRow], str]:
    """One page, newest first, and what the next page begins after (empty on the last one)."""
    statement = (
        select(Payout, Payout.amount_cents - sum_of_parts())
        .order_by(Payout.created_at.desc(), Payout.id.desc())
        .limit(limit + 1)
    )
    last = db.session.get(Payout, after) if _ID.fullmatch(after) else None
    if last is not None:
        place = tuple_(Payout.created_at, Payout.id)
        statement = statement.where(place < tuple_(last.created_at, last.id))
    rows = db.session.execute(statement).all()
    found = [PayoutRow(payout, gap if payout.itemised_at else None) for payout, gap in rows[:limit]]
    return found, found[-1].payout.id if len(rows) > limit else ""


def payouts_that_differ(limit: int) -> list[PayoutRow]:
    """Those whose lines are known and do not make up what the bank gets, newest first.

    What added up once is not added up again.
    """
    gap = Payout.amount_cents - sum_of_parts()
    rows = db.session.execute(
        select(Payout, gap)
        .where(Payout.itemised_at.is_not(None), ~Payout.adds_up, gap != 0)
        .order_by(Payout.created_at.desc(), Payout.id.desc())
        .limit(limit)
    )
    return [PayoutRow(payout, cents) for payout, cents in rows]


def payout_view(payout_id: str) -> PayoutView:
    """Refuses with `NotThere`."""
    payout = db.session.get(Payout, payout_id)
    if payout is None:
        raise NotThere
    rows = [row for row in _lines_of(payout_id) if not is_payout_itself(row.line, payout_id)]
    parts = [row.line for row in rows]
    return PayoutView(
        payout=payout,
        lines=rows,
        sums=sums(parts),
        difference=difference(payout.amount_cents, parts) if payout.itemised_at else None,
    )


def _lines_of(payout_id: str) -> list[LineRow]:
    rows = db.session.execute(
        select(BalanceLine, Order.number)
        .outerjoin(Order, Order.id == BalanceLine.order_id)
        .where(BalanceLine.payout_id == payout_id)
        .order_by(BalanceLine.occurred_at, BalanceLine.id)
    )
    return [LineRow(line, number) for line, number in rows]
