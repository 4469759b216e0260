"""Which withdrawals nobody has seen to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select

from shop.audit.models import Change
from shop.clock import business_date, today
from shop.db import db
from shop.orders.models import Order
from shop.refunds.models import Refund
from shop.returns.close_withdrawal import RECORD
from shop.returns.models import Withdrawal
from shop.returns.rules import money_back_by


@dataclass(frozen=True, slots=True)
class OpenWithdrawal:
    number: str
    #: None: it named none that fits; somebody has to find it.
    order_number: str | None
    money_back_by: date

    @property
    def days_left(self) -> int:
        """Negative when the money is late (§ 357 (1) BGB)."""
        return (self.money_back_by - today()).days


def open_withdrawals(limit: int) -> tuple[list[OpenWithdrawal], int]:
    """The most urgent ones, and how many there are."""
    rows = db.session.execute(
        select(Withdrawal.number, Order.number, Withdrawal.received_at)
        .outerjoin(Order, Order.id == Withdrawal.order_id)
        .where(is_open())
        .order_by(Withdrawal.id)
        .limit(limit)
    )
    found = [
        OpenWithdrawal(number, of_order, money_back_by(business_date(received_at)))
        for number, of_order, received_at in rows
    ]
    count = select(func.count()).select_from(Withdrawal).where(is_open())
    return found, db.session.scalars(count).one()


def is_open() -> ColumnElement[bool]:
    """Neither money went back for it since, nor did anybody close it."""
    refunded = exists().where(
        Refund.order_id == Withdrawal.order_id,
        Refund.reason == "withdrawal",
        Refund.state.not_in(("failed", "replaced")),
        Refund.requested_at >= Withdrawal.received_at,
    )
    closed = exists().where(Change.record == RECORD, Change.record_id == Withdrawal.id)
    return ~refunded & ~closed
