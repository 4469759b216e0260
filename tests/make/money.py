"""Orders whose money is there, and what a provider may say of money: plain values."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from shop.clock import now
from shop.db import db
from shop.ledger.models import MoneyEntry
from shop.payment.models import Attempt
from shop.payment.provider import BalanceSeen, DisputeSeen, PayoutSeen, WarningSeen
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.payments import payment_page, settle_order

SOME_DAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class PaidOrder:
    order: MadeOrder
    payment_intent_id: str

    @property
    def id(self) -> int:
        return self.order.id

    @property
    def number(self) -> str:
        return self.order.number

    @property
    def total_cents(self) -> int:
        return self.order.total_cents


def make_paid_order(app: Flask, stripe: RunningDemoStripe, units: int = 1) -> PaidOrder:
    """Paid by card on the hosted page, and settled."""
    order = make_order(app, {make_product(app).variant.id: units}, somebody())
    stripe.pay(payment_page(app, order))
    settle_order(app, order)
    with app.app_context():
        paid_by = db.session.scalars(
            select(Attempt.payment_intent_id).where(Attempt.order_id == order.id)
        ).one()
    assert paid_by
    return PaidOrder(order, paid_by)


def line_seen(
    category: str,
    amount_cents: int,
    fee_cents: int = 0,
    *,
    source_id: str = "",
    payment_intent_id: str | None = None,
    line_id: str = "",
) -> BalanceSeen:
    """A balance line; its type is the one Stripe gives to lines of this category."""
    return BalanceSeen(
        id=line_id or new_id("txn_"),
        kind=_KINDS.get(category, "adjustment"),
        category=category,
        amount_cents=amount_cents,
        fee_cents=fee_cents,
        net_cents=amount_cents - fee_cents,
        source_id=source_id,
        payment_intent_id=payment_intent_id,
        occurred_at=SOME_DAY,
    )


_KINDS = {
    "charge": "charge",
    "charge_failure": "payment_failure_refund",
    "refund": "refund",
    "refund_failure": "refund_failure",
    "fee": "stripe_fee",
    "payout": "payout",
    "payout_reversal": "payout_failure",
}


def dispute_seen(
    payment_intent_id: str | None,
    status: str = "needs_response",
    *,
    dispute_id: str = "dp_1",
    amount_cents: int = 1240,
    lines: tuple[BalanceSeen, ...] = (),
    days: int = 7,
) -> DisputeSeen:
    """Evidence is due in so many days."""
    return DisputeSeen(
        id=dispute_id,
        payment_intent_id=payment_intent_id,
        amount_cents=amount_cents,
        status=status,
        reason="fraudulent",
        due_by=now() + timedelta(days=days),
        created_at=now(),
        balance_lines=lines,
    )


def warning_seen(
    payment_intent_id: str | None,
    kind: str = "fraud",
    *,
    is_open: bool = True,
    warning_id: str = "issfr_1",
) -> WarningSeen:
    return WarningSeen(warning_id, kind, payment_intent_id, is_open, now())


def payout_seen(
    amount_cents: int,
    status: str = "paid",
    *,
    payout_id: str = "po_1",
    automatic: bool = True,
    reconciliation: str = "completed",
    created_at: datetime = SOME_DAY,
) -> PayoutSeen:
    return PayoutSeen(
        id=payout_id,
        amount_cents=amount_cents,
        status=status,
        automatic=automatic,
        reconciliation=reconciliation,
        created_at=created_at,
        arrives_on=created_at.date(),
    )


def new_id(prefix: str) -> str:
    return prefix + secrets.token_hex(8)


def booked_money(app: Flask, *kinds: str) -> list[tuple[str, int, int | None]]:
    """(kind, cents, order id) of the money side, oldest first; of these kinds, or of all."""
    with app.app_context():
        rows = db.session.execute(
            select(MoneyEntry.kind, MoneyEntry.amount_cents, MoneyEntry.order_id).order_by(
                MoneyEntry.id
            )
        ).all()
    return [(kind, cents, order) for kind, cents, order in rows if not kinds or kind in kinds]
