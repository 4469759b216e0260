"""What a customer answers at the checkout, and what can turn an order down."""

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any, Self

from shop.cart.rules import Delivery, PricedCart
from shop.catalogue.promise import CARRIER_DAYS
from shop.errors import Refused

#: What was typed and not ordered is forgotten after this.
DRAFT_LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers of the checkout form. Empty billing fields mean: same as delivery."""

    delivery: Delivery
    email: str
    name: str
    pickup_place_id: int | None = None
    phone: str = ""
    extra: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    billing_name: str = ""
    billing_street: str = ""
    billing_postcode: str = ""
    billing_city: str = ""
    billing_country: str = ""
    #: Packed without prices, with this greeting.
    is_gift: bool = False
    greeting: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        known = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        return cls(**known | {"delivery": Delivery(stored["delivery"])})


def agreed(answers: Answers, cart: PricedCart) -> str:
    """Changes when anything the review page showed changes: goods, prices, where to, for whom."""
    return hashlib.sha256(f"{answers!r} {cart.fingerprint}".encode()).hexdigest()[:32]


class NothingToOrder(Refused):
    """The cart is empty."""


#: Unpaid orders one mailbox may have placed within an hour: more is no shopping, and each holds
#: stock and sends a mail to an address that somebody typed.
UNPAID_PER_MAILBOX = 5


class TooManyUnpaid(Refused):
    """This mailbox has placed too many orders without paying."""

    status = 429


class PlaceGone(Refused):
    """The pickup place is closed by now."""


def promise_days(handling_days: int, ready_days: int | None) -> int:
    """Working days until an order is there: at its pickup place (`ready_days`), or delivered."""
    return handling_days + CARRIER_DAYS if ready_days is None else ready_days
