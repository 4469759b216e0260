"""What the shop knows of a payment, in its own words. Amounts in cents."""

from dataclasses import dataclass
from enum import StrEnum

from shop.errors import Refused


class SessionStatus(StrEnum):
    """Whether the payment page can still be used."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PaymentSession:
    """A Checkout Session as the provider sees it now."""

    id: str
    #: Null once it is no longer open.
    url: str | None
    status: SessionStatus
    #: The provider has the money.
    is_paid: bool
    #: A debit that was submitted has failed for good.
    has_failed: bool
    amount_cents: int | None
    currency: str | None
    livemode: bool
    order_number: str | None
    attempt_key: str | None
    payment_intent_id: str | None
    #: What the provider has really received, once it is paid.
    received_cents: int | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A verified event. Only a hint: what it is about is fetched again."""

    id: str
    kind: str
    object_id: str
    livemode: bool


class PaymentUnavailable(Refused):
    """The provider cannot be reached or is busy; whether it acted is unknown. Ask again."""

    status = 503


class PaymentRejected(Refused):
    """The provider understood the request and refuses it; repeating it does not help."""

    status = 502


class SessionMissing(PaymentRejected):
    """The provider knows no such session, as after a change of account."""


class SignatureInvalid(Refused):
    """The notice does not come from the provider, or not as it was sent."""

    status = 400


class WrongMode(Refused):
    """A test event for a live shop, or the other way round."""

    status = 400
