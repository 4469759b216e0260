"""What the shop knows of money at its payment provider, in its own words.

Amounts in cents of euros, signed where the provider's balance is meant; moments in UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
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
    #: A debit that was submitted has failed for good, or was taken back after it was paid.
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
class RefundSeen:
    """A refund as the provider sees it now."""

    id: str
    payment_intent_id: str | None
    amount_cents: int
    #: pending, requires_action, succeeded, failed, canceled
    status: str
    failure: str
    #: The key the shop sent with it; empty if it was made elsewhere.
    key: str
    created_at: datetime
    #: Of `amount_cents`.
    currency: str = "eur"


@dataclass(frozen=True, slots=True)
class BalanceSeen:
    """One line of the provider's balance. `kind` and `category` are the provider's words."""

    id: str
    kind: str
    category: str
    amount_cents: int
    fee_cents: int
    net_cents: int
    source_id: str
    #: The payment behind the source, where there is one.
    payment_intent_id: str | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ChargeSeen:
    id: str
    payment_intent_id: str | None
    status: str
    amount_cents: int
    #: Null at first: the provider writes it a while after the payment.
    balance_line: BalanceSeen | None


@dataclass(frozen=True, slots=True)
class PayoutSeen:
    id: str
    amount_cents: int
    status: str
    automatic: bool
    reconciliation: str
    created_at: datetime
    arrives_on: date


@dataclass(frozen=True, slots=True)
class DisputeSeen:
    id: str
    payment_intent_id: str | None
    amount_cents: int
    status: str
    reason: str
    due_by: datetime | None
    created_at: datetime
    #: What it moved on the balance: withdrawn, reinstated.
    balance_lines: tuple[BalanceSeen, ...]


@dataclass(frozen=True, slots=True)
class WarningSeen:
    """An early fraud warning or a review."""

    id: str
    kind: str
    payment_intent_id: str | None
    is_open: bool
    created_at: datetime


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
    """The provider understood the request and refuses it; repeating it does not help.

    `reason` is its word for why.
    """

    status = 502

    def __init__(self, message: str = "", reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class PaymentMissing(PaymentRejected):
    """The provider knows no such object, as after a change of account."""


class SignatureInvalid(Refused):
    """The notice does not come from the provider, or not as it was sent."""

    status = 400


class WrongMode(Refused):
    """A test event for a live shop, or the other way round."""

    status = 400
