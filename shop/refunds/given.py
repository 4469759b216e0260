"""What of each payment has gone back."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt
from shop.refunds.models import Refund


@dataclass(slots=True)
class Given:
    """In cents."""

    #: The provider has accepted it, or somebody paid it by hand.
    done: int = 0
    #: Asked for; the provider has not answered.
    asked: int = 0


def given_back(order_id: int) -> dict[str, Given]:
    """The provider's id of a payment → what of it has gone back, for all payments of an order."""
    found: dict[str, Given] = defaultdict(Given)
    rows = db.session.execute(
        select(Attempt.payment_intent_id, Refund.state, Refund.amount_cents)
        .join(Refund, Refund.attempt_id == Attempt.id)
        .where(Attempt.order_id == order_id)
    )
    for payment, state, cents in rows:
        if state == "requested":
            found[payment or ""].asked += cents
        elif state in ("pending", "succeeded", "settled"):
            found[payment or ""].done += cents
    return found
