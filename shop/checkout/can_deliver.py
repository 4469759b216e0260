"""Whether money and goods of an order fit, so that it may be delivered."""

from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt


def can_deliver(order_id: int) -> bool:
    """Exactly what was ordered has been paid, and is still there.

    Of a sold order the payment it was sold for counts, as far as nobody took it back; else any
    whole one. Only reads.
    """
    rows = db.session.execute(
        select(Attempt.state, Attempt.purpose, Attempt.refunded_cents).where(
            Attempt.order_id == order_id
        )
    ).all()
    of_sale = [row for row in rows if row.purpose == "sale"]
    if of_sale:
        return all(row.state == "paid" for row in of_sale)
    # Paid is what was ordered, in euros and in full; anything else is a mismatch.
    return any(row.state == "paid" and not row.purpose and not row.refunded_cents for row in rows)
