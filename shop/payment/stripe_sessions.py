"""Checkout Sessions. Every function raises like `stripe_client.translated`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote

import stripe
from stripe.params.checkout import SessionCreateParams, SessionListParams, SessionRetrieveParams

from shop.payment.provider import PaymentSession, SessionStatus
from shop.payment.stripe_client import PAGE, client, translated

_EXPAND: SessionRetrieveParams = {"expand": ["payment_intent"]}


def create_session(parameters: Mapping[str, Any], idempotency_key: str) -> PaymentSession:
    """Opens a Checkout Session, or gives back the one opened with this key before."""
    with translated():
        session = client().v1.checkout.sessions.create(
            cast(SessionCreateParams, dict(parameters)), {"idempotency_key": idempotency_key}
        )
    return _read(session.to_dict())


def retrieve_session(session_id: str) -> PaymentSession:
    """The session as it is now."""
    with translated():
        # Every payment asks, and to make the library's objects of an answer doubles its cost.
        ask: Callable[..., stripe.StripeResponse] = client().raw_request
        answer = ask("get", f"/v1/checkout/sessions/{quote(session_id, safe='')}", **_EXPAND)
    return _read(cast(dict[str, Any], answer.data))


def expire_session(session_id: str) -> None:
    """Closes an open session. Raises `PaymentRejected` when it is open no longer: read it again."""
    with translated():
        client().v1.checkout.sessions.expire(session_id)


def list_sessions(since: datetime) -> Iterator[PaymentSession]:
    """All sessions created since then, newest first; fetched page by page."""
    asked: SessionListParams = {
        "created": {"gte": int(since.timestamp())},
        "limit": PAGE,
        "expand": ["data.payment_intent"],
    }
    with translated():
        for session in client().v1.checkout.sessions.list(asked).auto_paging_iter():
            yield _read(session.to_dict())


def session_of_payment(payment_intent_id: str) -> PaymentSession | None:
    """The session by which this payment was made, as it is now; None if by none."""
    asked: SessionListParams = {
        "payment_intent": payment_intent_id,
        "limit": 1,
        "expand": ["data.payment_intent"],
    }
    with translated():
        found = client().v1.checkout.sessions.list(asked).data
    return _read(found[0].to_dict()) if found else None


def _read(session: Mapping[str, Any]) -> PaymentSession:
    intent = session["payment_intent"]
    expanded = intent if isinstance(intent, Mapping) else None
    is_complete = session["status"] == "complete"
    is_paid = session["payment_status"] == "paid"
    return PaymentSession(
        id=session["id"],
        url=session["url"],
        status=SessionStatus(session["status"] or "open"),
        is_paid=is_paid,
        # The session itself stays `paid` when a bank takes the money back.
        has_failed=is_complete
        and expanded is not None
        and expanded["status"] in {"requires_payment_method", "canceled"},
        amount_cents=session["amount_total"],
        currency=session["currency"],
        livemode=session["livemode"],
        order_number=session["client_reference_id"],
        attempt_key=(session["metadata"] or {}).get("attempt"),
        payment_intent_id=expanded["id"] if expanded else intent,
        received_cents=expanded["amount_received"] if expanded else None,
    )
