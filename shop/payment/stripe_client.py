"""The connection to Stripe. Only `stripe_*.py` import its library, whose pinned API version is the
contract.

Calls time out after 2 + 4 seconds and are repeated once with the same idempotency key (the
client's own default is no repetition and 80 seconds): somebody waits, and the poller comes back.
No database transaction is open while one of these functions runs: the caller sees to that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import requests
import stripe
from flask import current_app

from shop.config import Settings, settings
from shop.payment.provider import PaymentMissing, PaymentRejected, PaymentUnavailable

stripe.enable_telemetry = False

TIMEOUT = (2.0, 4.0)
RETRIES = 1
#: What one page of a list holds at most.
PAGE = 100


def client() -> stripe.StripeClient:
    """This app's client; made when first asked for."""
    found: stripe.StripeClient | None = current_app.extensions.get("stripe")
    if found is None:
        found = current_app.extensions["stripe"] = _connect(settings())
    return found


def moment(seconds: int) -> datetime:
    """Stripe counts seconds; the shop keeps aware UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def id_of(thing: object) -> str | None:
    """The id of what Stripe gives as an id, or whole where it was expanded."""
    return thing if thing is None or isinstance(thing, str) else str(thing.id)  # type: ignore[attr-defined]  # any expandable object


@contextmanager
def translated() -> Iterator[None]:
    """Stripe's failures in the shop's words: `PaymentUnavailable` when the outcome is unknown,
    `PaymentRejected` when there is none, `PaymentMissing` where Stripe knows no such object."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise PaymentUnavailable(type(error).__name__) from error
    except stripe.StripeError as error:
        reason = f"{type(error).__name__} {error.code} {error.http_status}"
        # 401 and 403: our key is wrong, and may be put right; 409: a twin of this call is running;
        # 5xx: nobody knows what happened.
        status = error.http_status
        if status is None or status in {401, 403, 409} or status >= 500:
            raise PaymentUnavailable(reason) from error
        kind = PaymentMissing if status == 404 else PaymentRejected
        raise kind(reason, reason=error.code or "") from error


def _connect(found: Settings) -> stripe.StripeClient:
    session: requests.Session | None = None
    if found.stripe_api_base:
        # A proxy of the environment would be asked even for an address on this machine.
        session = requests.Session()
        session.trust_env = False
    return stripe.StripeClient(
        found.stripe_secret_key,
        base_addresses={"api": found.stripe_api_base} if found.stripe_api_base else {},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT, session=session),
    )
