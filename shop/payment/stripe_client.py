"""Stripe: the only file that imports it. Its pinned API version is the contract.

Calls time out after 2 + 6 seconds and are repeated once with the same idempotency key (the
client's own default is no repetition and 80 seconds): somebody waits, and the poller comes back.
No database transaction is open while one of these functions runs: the caller sees to that.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import requests
import stripe
from flask import current_app
from stripe.params.checkout import SessionCreateParams, SessionRetrieveParams

from shop.clock import now
from shop.config import Settings, settings
from shop.payment.provider import (
    Notice,
    PaymentRejected,
    PaymentSession,
    PaymentUnavailable,
    SessionMissing,
    SessionStatus,
    SignatureInvalid,
)

stripe.enable_telemetry = False

TIMEOUT = (2.0, 6.0)
RETRIES = 1
#: How old a signature may be; how far ahead, Stripe's own check leaves open.
TOLERANCE = timedelta(minutes=5)

_EXPAND: SessionRetrieveParams = {"expand": ["payment_intent"]}


def create_session(parameters: Mapping[str, Any], idempotency_key: str) -> PaymentSession:
    """Opens a Checkout Session, or gives back the one opened with this key before.

    Raises `PaymentUnavailable` when the outcome is unknown, `PaymentRejected` when there is none.
    """
    with _translated():
        session = _client().v1.checkout.sessions.create(
            cast(SessionCreateParams, dict(parameters)), {"idempotency_key": idempotency_key}
        )
    return _read(session)


def retrieve_session(session_id: str) -> PaymentSession:
    """The session as it is now. Raises like `create_session`."""
    with _translated():
        session = _client().v1.checkout.sessions.retrieve(session_id, _EXPAND)
    return _read(session)


def expire_session(session_id: str) -> None:
    """Closes an open session. Raises `PaymentRejected` when it is open no longer: read it again."""
    with _translated():
        _client().v1.checkout.sessions.expire(session_id)


def read_notice(body: bytes, signature: str) -> Notice:
    """The event in a webhook call. Raises `SignatureInvalid` unless one of our secrets signed
    these bytes within five minutes of now, in both directions."""
    if not any(_signed(body, signature, secret) for secret in settings().stripe_webhook_secrets):
        raise SignatureInvalid
    try:
        event = json.loads(body)
        return Notice(
            id=str(event["id"]),
            kind=str(event["type"]),
            object_id=str(event["data"]["object"].get("id", "")),
            livemode=bool(event["livemode"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignatureInvalid from error


def _signed(body: bytes, signature: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(
            body, signature, secret, int(TOLERANCE.total_seconds())
        )
    except (stripe.SignatureVerificationError, UnicodeDecodeError, TypeError):
        # TypeError: a signature beyond ASCII cannot be compared.
        return False
    # The SDK refuses old signatures but lets those of the future pass.
    stamp = re.search(r"(?:^|,)\s*t=(\d{1,12})(?:,|$)", signature)
    return stamp is not None and int(stamp[1]) <= (now() + TOLERANCE).timestamp()


def _read(session: stripe.checkout.Session) -> PaymentSession:
    intent = session.payment_intent
    expanded = intent if isinstance(intent, stripe.PaymentIntent) else None
    metadata = session.metadata.to_dict() if session.metadata else {}
    is_complete = session.status == "complete"
    is_paid = session.payment_status == "paid"
    return PaymentSession(
        id=session.id,
        url=session.url,
        status=SessionStatus(session.status or "open"),
        is_paid=is_paid,
        has_failed=is_complete
        and not is_paid
        and expanded is not None
        and expanded.status in {"requires_payment_method", "canceled"},
        amount_cents=session.amount_total,
        currency=session.currency,
        livemode=session.livemode,
        order_number=session.client_reference_id,
        attempt_key=metadata.get("attempt"),
        payment_intent_id=expanded.id if expanded else cast("str | None", intent),
        received_cents=expanded.amount_received if expanded else None,
    )


def _client() -> stripe.StripeClient:
    client: stripe.StripeClient | None = current_app.extensions.get("stripe")
    if client is None:
        client = current_app.extensions["stripe"] = _connect(settings())
    return client


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


@contextmanager
def _translated() -> Iterator[None]:
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
        if status == 404:
            raise SessionMissing(reason) from error
        raise PaymentRejected(reason) from error
