"""Refunds as the staff and the customers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column, or_, select

from shop.accounts.models import Person
from shop.clock import now
from shop.db import db
from shop.orders.models import Line, Order
from shop.payment.models import Attempt
from shop.refunds.left import lines_left
from shop.refunds.models import Refund, RefundLine
from shop.refunds.rules import LATE, LineLeft, TaskKind, task_kind


@dataclass(frozen=True, slots=True)
class PartRow:
    """What a refund gives back for one line."""

    line: Line
    units: int
    gross_cents: int
    goods: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    refund: Refund
    person: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class Refundable:
    """What the dialog offers for an order: its lines beside what is left of them."""

    lines: tuple[tuple[Line, LineLeft], ...]
    left_cents: int
    #: The newest refund of the order; what is shown is stale once there is another.
    newest_id: int


@dataclass(frozen=True, slots=True)
class RefundTask:
    """A refund that waits for a person."""

    number: str
    kind: TaskKind
    amount_cents: int
    since: datetime


def refunds_of_order(order_id: int) -> list[RefundRow]:
    """Oldest first, with those that another one has replaced."""
    rows = db.session.execute(
        select(Refund, Person.name)
        .outerjoin(Person, Person.id == Refund.person_id)
        .where(Refund.order_id == order_id)
        .order_by(Refund.id)
    ).all()
    parts = parts_of_refunds([row[0].id for row in rows]) if rows else {}
    return [RefundRow(row[0], row[1] or "", parts.get(row[0].id, ())) for row in rows]


def parts_of_refunds(refund_ids: Iterable[int]) -> dict[int, tuple[PartRow, ...]]:
    """Refund id → what it gives back, in the order of the lines; nothing for a surplus."""
    found: dict[int, tuple[PartRow, ...]] = {}
    rows = db.session.execute(
        select(RefundLine, Line)
        .join(Line, Line.id == RefundLine.line_id)
        .where(RefundLine.refund_id.in_(list(refund_ids)))
        .order_by(Line.position, RefundLine.id)
    )
    for part, line in rows:
        row = PartRow(line, part.units, part.gross_cents, part.goods)
        found[part.refund_id] = (*found.get(part.refund_id, ()), row)
    return found


def refundable(order_id: int) -> Refundable:
    """Nothing is left of an order that was not sold, or whose payment its bank took back."""
    is_sold = db.session.scalar(
        select(Attempt.id).where(
            Attempt.order_id == order_id, Attempt.purpose == "sale", Attempt.state != "lost"
        )
    )
    left = lines_left(order_id) if is_sold else []
    lines = db.session.scalars(
        select(Line).where(Line.order_id == order_id).order_by(Line.position)
    ).all()
    return Refundable(
        lines=tuple(zip(lines, left, strict=True)) if left else (),
        left_cents=sum(line.gross_cents for line in left),
        newest_id=newest_refund(order_id),
    )


def newest_refund(order_id: int) -> int:
    """0 if there is none."""
    found = select(Refund.id).where(Refund.order_id == order_id).order_by(Refund.id.desc()).limit(1)
    return db.session.scalar(found) or 0


def money_left(order_id: int) -> int:
    """Of all payments of an order, whatever they are for, without what banks have taken back."""
    attempts = db.session.scalars(select(Attempt).where(Attempt.order_id == order_id))
    return sum(attempt.left_cents for attempt in attempts)


def is_money_gone(refund: Refund) -> bool:
    """The bank has taken what this refund would give back: nobody may give it a second time."""
    return db.session.get_one(Attempt, refund.attempt_id).left_cents < refund.amount_cents


def refund_tasks() -> list[RefundTask]:
    """Oldest first: failed ones, those of whose goods nobody knows, those long without answer."""
    rows = db.session.execute(
        select(Order.number, Refund)
        .join(Order, Order.id == Refund.order_id)
        .where(
            # Says nothing new; by it the index of these few is found.
            literal_column("(refunds.state in ('failed', 'requested') or not refunds.goods_known)"),
            Refund.state != "replaced",
            or_(
                Refund.state == "failed",
                Refund.goods_known.is_(False),
                (Refund.state == "requested") & (Refund.requested_at < now() - LATE),
            ),
        )
        .order_by(Refund.id)
    )
    return [
        RefundTask(
            number=number,
            kind=task_kind(refund.state, refund.gives_back, goods_known=refund.goods_known),
            amount_cents=refund.amount_cents,
            since=refund.ended_at or refund.requested_at,
        )
        for number, refund in rows
    ]
