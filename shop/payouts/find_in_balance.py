"""Payments that the provider's balance shows are not looked for any more."""

from sqlalchemy import func, literal_column, select, update
from sqlalchemy.orm import aliased

from shop.db import db, rows_changed, start_writing
from shop.payment.models import Attempt
from shop.payouts.models import BalanceLine

#: Payments at once.
MOST = 1000


def find_in_balance() -> int:
    """Notes of how many payments each payment of their order has its line. Commits.

    Waits for nobody: a payment that somebody holds is found the next time.
    """
    other = aliased(Attempt)
    lines = select(func.count()).where(
        BalanceLine.order_id == Attempt.order_id, BalanceLine.category == "charge"
    )
    payments = select(func.count()).where(
        other.order_id == Attempt.order_id, other.received_cents > 0
    )
    start_writing()
    found = db.session.scalars(
        select(Attempt.id)
        .where(
            Attempt.received_cents > literal_column("0"),
            ~Attempt.in_balance,
            lines.correlate(Attempt).scalar_subquery()
            >= payments.correlate(Attempt).scalar_subquery(),
        )
        .order_by(Attempt.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()
    noted = rows_changed(update(Attempt).where(Attempt.id.in_(found)).values(in_balance=True))
    db.session.commit()
    return noted
