"""Payments and whose they are."""

from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt


def order_paid_by(payment_intent_id: str | None) -> int | None:
    """The order this payment was made for; None if it was none of ours, or is not known yet."""
    if not payment_intent_id:
        return None
    return db.session.scalar(
        select(Attempt.order_id).where(Attempt.payment_intent_id == payment_intent_id)
    )
