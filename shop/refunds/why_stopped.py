"""The reason of a refund that ends an order somebody or something has stopped."""

from sqlalchemy import select

from shop.db import db
from shop.orders.models import OrderEvent
from shop.orders.rules import Note
from shop.refunds.rules import Reason

_WHY = {
    Note.DISPUTED: Reason.DISPUTE,
    Note.DISPUTE_LOST: Reason.DISPUTE,
    Note.FRAUD_WARNING: Reason.DISPUTE,
    Note.UNDER_REVIEW: Reason.DISPUTE,
    Note.PAYMENT_DIFFERS: Reason.DOES_NOT_FIT,
    Note.PAID_LATE_GOODS_GONE: Reason.DOES_NOT_FIT,
    Note.BATCH_BLOCKED: Reason.NOT_DELIVERABLE,
    Note.CLAIM_MISSING: Reason.NOT_DELIVERABLE,
}


def why_stopped(order_id: int) -> Reason:
    """From the last note in its history that stopped it. Only reads."""
    note = db.session.scalar(
        select(OrderEvent.note)
        .where(OrderEvent.order_id == order_id, OrderEvent.note.in_(_WHY))
        .order_by(OrderEvent.id.desc())
        .limit(1)
    )
    return _WHY[Note(note)] if note else Reason.NOT_DELIVERABLE
