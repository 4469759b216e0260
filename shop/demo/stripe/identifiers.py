"""Identifiers that look like Stripe's test identifiers and cannot be guessed."""

import secrets
import string

_ALPHABET = string.ascii_letters + string.digits
_LENGTHS = {"cs_test_": 58, "req_": 14}


def new_id(prefix: str) -> str:
    """A fresh identifier, `new_id("pi_")` for a payment intent."""
    length = _LENGTHS.get(prefix, 24)
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))
