"""How far the daily rounds got."""

from datetime import datetime

from sqlalchemy import func, select

from shop.clock import now
from shop.db import db
from shop.orders.models import Order
from shop.reconcile.models import Round
from shop.reconcile.rules import since


def not_compared_since() -> datetime:
    """From when on Stripe and the shop were not compared, or not for the last time."""
    last = db.session.scalar(
        select(func.max(Round.started_at)).where(Round.finished_at.is_not(None))
    )
    first = db.session.scalar(select(func.min(Order.placed_at)))
    db.session.rollback()
    return since(last, first, now())
