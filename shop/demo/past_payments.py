"""What Demo-Stripe is told of the payments of the invented past, so that they can be given back."""

import json
from pathlib import Path

from sqlalchemy import select

from shop.db import db
from shop.orders.models import Order
from shop.payment.models import Attempt


def write_past_payments(path: Path) -> None:
    """One JSON object per line and payment that was invented. Only reads the database."""
    rows = db.session.execute(
        select(
            Attempt.session_id,
            Attempt.payment_intent_id,
            Attempt.received_cents,
            Attempt.settled_at,
            Attempt.idempotency_key,
            Order.number,
            Order.email,
        )
        .join(Order, Order.id == Attempt.order_id)
        .where(Attempt.received_cents > 0, Attempt.session_id.startswith("cs_test_demo_"))
        .order_by(Attempt.settled_at, Attempt.id)
    ).all()
    db.session.rollback()
    lines = [
        {
            "session": session_id,
            "intent": intent_id,
            "amount": cents,
            "created": int(paid_at.timestamp()),
            "email": email,
            "reference": number,
            "metadata": {"order": number, "attempt": key},
        }
        for session_id, intent_id, cents, paid_at, key, number, email in rows
        if paid_at is not None
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
