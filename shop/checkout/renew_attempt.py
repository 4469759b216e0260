"""Freeze new parameters when nobody could use the old ones in time."""

from sqlalchemy import select, update

from shop.checkout.open_attempt import open_attempt
from shop.db import db, rows_changed
from shop.orders.models import Line, Order
from shop.orders.rules import State
from shop.payment.models import Attempt


def renew_attempt(attempt_id: int) -> bool:
    """Whether an unpaid order now has a new attempt instead of one that was never opened.

    A provider that was away for more than five minutes refuses the old parameters: the frozen
    expiry is too near by then. No session exists under the old key, since what the provider
    refuses it does not keep. Does not commit.
    """
    met = rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.state == "open", Attempt.session_id.is_(None))
        .values(state="failed")
    )
    if not met:
        return False
    old = db.session.get_one(Attempt, attempt_id)
    order = db.session.get_one(Order, old.order_id)
    if order.state != State.AWAITING_PAYMENT:
        return False
    lines = select(Line).where(Line.order_id == order.id).order_by(Line.position)
    open_attempt(order, db.session.scalars(lines).all(), old.number + 1)
    return True
