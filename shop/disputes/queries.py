"""Disputes and warnings as the staff see them."""

from dataclasses import dataclass

from sqlalchemy import and_, not_, or_, select

from shop.clock import business_date, today
from shop.db import db
from shop.disputes.models import Dispute, Warning
from shop.disputes.rules import awaits_us, days_left
from shop.orders.models import Order
from shop.orders.rules import State


@dataclass(frozen=True, slots=True)
class DisputeRow:
    dispute: Dispute
    #: None: its payment is none of ours.
    order_number: str | None
    order_state: State | None
    delivery: str | None
    #: Until evidence is due; None when nothing is asked of us (any more).
    days_left: int | None


@dataclass(frozen=True, slots=True)
class WarningRow:
    warning: Warning
    order_number: str | None
    order_state: State | None
    delivery: str | None


def open_disputes(limit: int) -> list[DisputeRow]:
    """What the bank has not decided, the most urgent first."""
    rows = db.session.execute(
        select(Dispute, Order.number, Order.state, Order.delivery)
        .outerjoin(Order, Order.id == Dispute.order_id)
        .where(Dispute.closed_at.is_(None))
        .order_by(Dispute.due_by.is_(None), Dispute.due_by, Dispute.id)
        .limit(limit)
    )
    return [
        DisputeRow(dispute, number, State(state) if state else None, delivery, _days_left(dispute))
        for dispute, number, state, delivery in rows
    ]


def disputes_of_order(order_id: int) -> list[DisputeRow]:
    """Open or decided, oldest first."""
    rows = db.session.execute(
        select(Dispute, Order.number, Order.state, Order.delivery)
        .join(Order, Order.id == Dispute.order_id)
        .where(Order.id == order_id)
        .order_by(Dispute.opened_at, Dispute.id)
    )
    return [
        DisputeRow(dispute, number, State(state), delivery, _days_left(dispute))
        for dispute, number, state, delivery in rows
    ]


def open_warnings(limit: int) -> list[WarningRow]:
    """Oldest first. Of an order whose money all goes back a fraud warning is none any more."""
    done_with = and_(Warning.kind == "fraud", Order.state == State.REFUNDED)
    rows = db.session.execute(
        select(Warning, Order.number, Order.state, Order.delivery)
        .outerjoin(Order, Order.id == Warning.order_id)
        .where(Warning.is_open, or_(Order.id.is_(None), not_(done_with)))
        .order_by(Warning.warned_at, Warning.id)
        .limit(limit)
    )
    return [
        WarningRow(warning, number, State(state) if state else None, delivery)
        for warning, number, state, delivery in rows
    ]


def _days_left(dispute: Dispute) -> int | None:
    if dispute.due_by is None or not awaits_us(dispute.status):
        return None
    return days_left(business_date(dispute.due_by), today())
