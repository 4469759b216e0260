"""The one account this server keeps, as the person who started it configured it."""

from dataclasses import dataclass, field
from typing import Literal

from shop.demo.stripe.clock import Clock
from shop.demo.stripe.event_modes import EventModes

# The version the installed Stripe library pins; a test fails when the two part.
API_VERSION = "2026-10-28.endive"


NextRefund = Literal["succeeded", "pending", "requires_action", "failed"]


@dataclass
class Account:
    secret_key: str
    webhook_secret: str
    webhook_url: str | None = None
    base_url: str = "http://127.0.0.1:8001"
    merchant: str = "Stadtkaffee"
    clock: Clock = field(default_factory=Clock)
    event_modes: EventModes = field(default_factory=EventModes)
    # Stripe holds the customer back up to ten seconds until the shop has answered the webhook.
    redirect_wait_seconds: float = 10
    # Pauses before the second, third … attempt; after the last one the event stays undelivered.
    retry_seconds: tuple[float, ...] = (1, 2, 5, 15, 60, 300, 900)

    # What Stripe keeps of each payment: basis points of the amount, and cents.
    fee_bp: int = 150
    fee_cents: int = 25
    # How long after a payment its balance transaction appears, by the demo's clock.
    balance_delay_seconds: int = 0
    # What becomes of the refunds that are created from now on; "failed" is pending first.
    next_refund: NextRefund = "succeeded"

    def __post_init__(self) -> None:
        if not self.secret_key.startswith("sk_test_"):
            raise ValueError("Demo-Stripe takes test keys only (sk_test_…)")
        if not self.webhook_secret:
            raise ValueError("an empty webhook secret would let anyone sign events")
