"""A webhook as it is posted: the event's bytes and the signature over them."""

import json
import time

from shop.demo.stripe.signature import signature_header
from shop.demo.stripe.store import Document


def payload_of(event: Document) -> bytes:
    return json.dumps(event).encode()


def signed(payload: bytes, secret: str, *, wrongly: bool = False) -> str:
    """The signature header of this moment; `wrongly` with a secret that the shop does not know."""
    return signature_header(payload, f"{secret}-wrong" if wrongly else secret, int(time.time()))
