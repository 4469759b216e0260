"""Book a movement of money, at the payment provider or over a counter."""

from datetime import date
from typing import Literal

from shop.clock import business_date, now
from shop.db import insert_missing
from shop.ledger.models import MoneyEntry

MoneyKind = Literal[
    "payment",
    "payment_lost",
    "refund",
    "refund_failed",
    "refund_by_hand",
    "paid_otherwise",
    "fee",
    "dispute",
    "payout",
    "payout_failed",
    "adjustment",
    "takings",
    "takings_back",
]


def book_money(
    kind: MoneyKind,
    stripe_id: str,
    amount_cents: int,
    order_id: int | None = None,
    *,
    day: date | None = None,
) -> None:
    """Adds one row, once per kind and provider's id, dated today in Berlin. Does not commit.

    `amount_cents` is signed as the provider's balance sees it: a refund is negative. Takings of a
    counter never were in that balance; they alone may be of another `day`.
    """
    moment = now()
    row = {
        "kind": kind,
        "source": f"{kind}:{stripe_id}",
        "stripe_id": stripe_id,
        "amount_cents": amount_cents,
        "business_date": day or business_date(moment),
        "booked_at": moment,
        "order_id": order_id,
    }
    insert_missing(MoneyEntry, [row])
