"""Events: sent to the shop and signed, or asked for afterwards."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import stripe

from shop.clock import now
from shop.config import settings
from shop.payment.provider import Notice, SignatureInvalid
from shop.payment.stripe_client import PAGE, client, translated

#: How old a signature may be; how far ahead, Stripe's own check leaves open.
TOLERANCE = timedelta(minutes=5)


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


def list_undelivered(since: datetime) -> Iterator[Notice]:
    """Events the shop has not answered with 2xx, oldest first. Stripe keeps them for 30 days.

    Raises like `stripe_client.translated`.
    """
    with translated():
        found = client().v1.events.list(
            {"created": {"gte": int(since.timestamp())}, "delivery_success": False, "limit": PAGE}
        )
        newest_first = [_read(event) for event in found.auto_paging_iter()]
    yield from reversed(newest_first)


def _read(event: stripe.Event) -> Notice:
    about = event.data.object
    # Typed as a dict, and none since version 15 of the library.
    object_id = str(about["id"]) if "id" in about else ""
    return Notice(event.id, event.type, object_id, event.livemode)
