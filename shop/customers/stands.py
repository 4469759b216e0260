"""How far orders have come, as far as their retention follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, case, exists, func, or_, select

from shop.clock import business_date, now, today
from shop.customers.models import Erasure
from shop.customers.rules import VOUCHER_YEARS, Kept, end_of_year, kept
from shop.db import db
from shop.disputes.models import Dispute, Warning
from shop.orders.models import Order, OrderEvent
from shop.orders.rules import State
from shop.payment.models import Attempt
from shop.refunds.models import Refund

#: Nothing more happens to these, unless the customer wants it.
_ENDED = frozenset(
    {State.SHIPPED, State.HANDED_OVER, State.REFUNDED, State.EXPIRED, State.CANCELLED}
)
_RUNNING_REFUNDS = ("requested", "pending", "failed")


@dataclass(frozen=True, slots=True)
class Stand:
    id: int
    number: str
    #: Money came for it, even if it went back.
    paid: bool
    #: Nothing is to be sent, paid, given back or argued about.
    finished: bool
    last_step: datetime
    wanted: bool

    def kept(self, *, wanted: bool | None = None) -> Kept:
        """What is kept of it today; `wanted`: as if its customer had asked."""
        return kept(
            paid=self.paid,
            finished=self.finished,
            last_step=self.last_step,
            day=business_date(self.last_step),
            wanted=self.wanted if wanted is None else wanted,
            today=today(),
            moment=now(),
        )

    @property
    def vouchers_until(self) -> date:
        return end_of_year(business_date(self.last_step), VOUCHER_YEARS)


def stands_of(order_ids: Sequence[int], *, to_change: bool = False) -> list[Stand]:
    """In the order of their ids. `to_change`: nobody else moves them until the commit."""
    statement = _STANDS.where(Order.id.in_(order_ids)).order_by(Order.id)
    if to_change:
        statement = statement.with_for_update(of=Order)
    return [_stand(row) for row in db.session.execute(statement)]


def _stand(row: Row[*tuple[Any, ...]]) -> Stand:
    moments = (row.placed_at, row.last_step, row.refunded)
    return Stand(
        id=row.id,
        number=row.number,
        paid=bool(row.paid),
        finished=row.state in _ENDED and not row.open_business,
        last_step=max(moment for moment in moments if moment is not None),
        wanted=row.wanted_at is not None,
    )


_open_business = or_(
    exists().where(Refund.order_id == Order.id, Refund.state.in_(_RUNNING_REFUNDS)),
    exists().where(Dispute.order_id == Order.id, Dispute.closed_at.is_(None)),
    exists().where(Warning.order_id == Order.id, Warning.is_open.is_(True)),
    exists().where(Attempt.order_id == Order.id, Attempt.state.in_(("open", "pending"))),
)
_paid = or_(
    Order.paid_at.is_not(None),
    exists().where(Attempt.order_id == Order.id, Attempt.received_cents > 0),
)
_STANDS: Select[*tuple[Any, ...]] = select(
    Order.id,
    Order.number,
    Order.state,
    Order.placed_at,
    case((_paid, 1), else_=0).label("paid"),
    case((_open_business, 1), else_=0).label("open_business"),
    select(func.max(OrderEvent.happened_at))
    .where(OrderEvent.order_id == Order.id)
    .correlate(Order)
    .scalar_subquery()
    .label("last_step"),
    select(func.max(Refund.ended_at))
    .where(Refund.order_id == Order.id)
    .correlate(Order)
    .scalar_subquery()
    .label("refunded"),
    Erasure.wanted_at,
).outerjoin(Erasure, Erasure.order_id == Order.id)
