"""What about the money a person must look at: derived from what is there, never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, exists, func, literal, literal_column, or_, select

from shop.clock import now
from shop.db import db
from shop.disputes.models import Dispute
from shop.disputes.queries import DisputeRow, WarningRow, open_disputes, open_warnings
from shop.fulfilment.staff_queries import waiting
from shop.ledger.models import MoneyEntry
from shop.orders.models import Order, OrderEvent
from shop.orders.rules import State
from shop.payment.models import Attempt
from shop.payouts.close_claim import CLOSED
from shop.payouts.models import BalanceLine
from shop.payouts.queries import LineRow, PayoutRow, payouts_that_differ
from shop.payouts.rules import OF_ORDERS
from shop.refunds.queries import RefundTask, refund_tasks

#: As many of a kind as one looks at; there may be more.
MOST = 50
#: A payment that has no balance line by then has none.
PATIENCE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A payment the shop has booked and the provider's balance does not show."""

    order_number: str
    amount_cents: int
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class LostPayment:
    """Its bank took it back, and the order went on: the customer owes it."""

    order_number: str
    order_state: State
    delivery: str
    amount_cents: int
    lost_at: datetime


@dataclass(frozen=True, slots=True)
class Tasks:
    #: Orders that wait for a decision.
    decisions: int
    refunds: list[RefundTask]
    disputes: list[DisputeRow]
    warnings: list[WarningRow]
    unmatched: list[LineRow]
    differing: list[PayoutRow]
    missing: list[MissingLine]
    lost: list[LostPayment]

    @property
    def count(self) -> int:
        about_money = (self.refunds, self.lost, self.differing, self.unmatched, self.missing)
        stopped = (self.disputes, self.warnings)
        return self.decisions + sum(len(found) for found in (*about_money, *stopped))


def open_tasks() -> Tasks:
    """The most urgent of a kind first; of what the provider tells, at most `MOST` of each kind."""
    return Tasks(
        decisions=waiting()["entscheiden"],
        refunds=refund_tasks(),
        disputes=open_disputes(MOST),
        warnings=open_warnings(MOST),
        unmatched=_unmatched_lines(),
        differing=payouts_that_differ(MOST),
        missing=_payments_without_line(),
        lost=_lost_payments(),
    )


def _unmatched_lines() -> list[LineRow]:
    found = db.session.scalars(
        select(BalanceLine)
        .where(BalanceLine.order_id.is_(None), BalanceLine.category.in_(OF_ORDERS))
        .order_by(BalanceLine.occurred_at, BalanceLine.id)
        .limit(MOST)
    )
    return [LineRow(line, None) for line in found]


def _payments_without_line() -> list[MissingLine]:
    """By order, since a line does not name its payment: fewer lines than payments.

    Only orders are asked that have a payment which was not found in the balance before.
    """
    unseen = select(Attempt.order_id).where(
        Attempt.received_cents > literal_column("0"), ~Attempt.in_balance
    )
    lines = (
        select(func.count())
        .where(BalanceLine.order_id == Order.id, BalanceLine.category == "charge")
        .correlate(Order)
        .scalar_subquery()
    )
    payments = (
        select(
            Attempt.order_id,
            func.count().label("number"),
            func.sum(Attempt.received_cents).label("cents"),
            func.max(Attempt.settled_at).label("settled_at"),
        )
        .where(
            Attempt.order_id.in_(unseen),
            Attempt.received_cents > 0,
            Attempt.settled_at < now() - PATIENCE,
        )
        .group_by(Attempt.order_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Order.number, payments.c.cents, payments.c.settled_at)
        .join(payments, payments.c.order_id == Order.id)
        .where(payments.c.number > lines)
        .order_by(payments.c.settled_at, Order.id)
        .limit(MOST)
    )
    return [MissingLine(number, int(cents), settled_at) for number, cents, settled_at in rows]


def _lost_payments() -> list[LostPayment]:
    """Oldest first; until its sale is undone or staff are done with it.

    By a debit that came back or by a dispute that was lost. An order that waits for a decision
    counts there, a refund of one that was given back among the refunds.
    """
    rows = db.session.execute(
        select(Order.number, Order.state, Order.delivery, _OWED, _LOST_AT)
        .join(Order, Order.id == Attempt.order_id)
        .outerjoin(MoneyEntry, MoneyEntry.source == _BOOKED)
        .where(
            Attempt.purpose == "sale",
            # Says nothing new; by it the index of these few is found.
            literal_column("(payment_attempts.state = 'lost' or disputed_cents > 0)"),
            or_(Attempt.state == "lost", _DISPUTE_LOST_AT.is_not(None)),
            _OWED > 0,
            Order.state.not_in((State.NEEDS_DECISION, State.REFUNDED)),
            ~exists(CLOSED.where(OrderEvent.order_id == Order.id).correlate(Order)),
        )
        .order_by(_LOST_AT, Attempt.id)
        .limit(MOST)
    )
    return [
        LostPayment(number, State(state), delivery, cents, lost_at)
        for number, state, delivery, cents, lost_at in rows
    ]


_BOOKED = literal("payment_lost:") + Attempt.payment_intent_id
_KEPT = Attempt.received_cents - Attempt.refunded_cents
#: As `close_claim` has it.
_OWED = case(
    (or_(Attempt.state == "lost", Attempt.disputed_cents > _KEPT), _KEPT),
    else_=Attempt.disputed_cents,
)
_DISPUTE_LOST_AT = (
    select(func.max(Dispute.closed_at))
    .where(Dispute.payment_intent_id == Attempt.payment_intent_id, Dispute.status == "lost")
    .correlate(Attempt)
    .scalar_subquery()
)
_LOST_AT = func.coalesce(MoneyEntry.booked_at, _DISPUTE_LOST_AT)
