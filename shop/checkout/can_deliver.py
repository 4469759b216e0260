"""Whether money and goods of an order fit, so that it may be delivered."""

from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt
from shop.refunds.left import lines_left


def can_deliver(order_id: int) -> bool:
    """What was ordered, less what was given back of it, has been paid and is still here.

    Of a sold order the payment it was sold for counts, as far as no bank took it back; else any
    whole one. Only reads.
    """
    attempts = db.session.scalars(select(Attempt).where(Attempt.order_id == order_id)).all()
    paid = [attempt for attempt in attempts if attempt.state == "paid"]
    if any(attempt.purpose == "sale" for attempt in attempts):
        owed = sum(line.gross_cents for line in lines_left(order_id))
        return any(one.purpose == "sale" and one.left_cents >= owed for one in paid)
    # Paid is what was ordered, in euros and in full; anything else is a mismatch.
    return any(not one.purpose and one.left_cents == one.received_cents for one in paid)
