"""Give back money no sale was made of."""

from typing import Literal

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.orders.hold_order import hold_order
from shop.payment.models import Attempt
from shop.refunds.claim_money import claim_money
from shop.refunds.rules import NothingLeft, Reason
from shop.refunds.write_refund import write_refund


def refund_payment(
    attempt_id: int, reason: Reason, person_id: int | None, origin: Literal["staff", "automatic"]
) -> int:
    """The id of a refund of all that is left of the payment; the worker sends it.

    No order will be sold for this payment any more. The order itself stays as it is; its customer
    is told once the provider has accepted it. Raises `NothingLeft` for a payment that an order was
    sold for, that its bank took back or of which nothing is left. Does not commit.
    """
    hold_order(db.session.scalars(select(Attempt.order_id).where(Attempt.id == attempt_id)).one())
    attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
    left = attempt.left_cents
    if attempt.purpose == "sale" or not left:
        raise NothingLeft
    rows_changed(update(Attempt).where(Attempt.id == attempt_id).values(purpose="surplus"))
    claim_money(attempt_id, left)
    refund = write_refund(attempt, left, (), reason, origin, person_id)
    return refund.id
