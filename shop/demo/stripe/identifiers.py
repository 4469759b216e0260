"""Identifiers that look like Stripe's test identifiers and cannot be guessed."""

import secrets
import string

_ALPHABET = (string.ascii_letters + string.digits).encode()
# From a random byte to a letter or digit; a few are likelier than others, which does not matter.
_LETTERS = bytes(_ALPHABET[byte % len(_ALPHABET)] for byte in range(256))
_LENGTHS = {"cs_test_": 58, "req_": 14}


def new_id(prefix: str) -> str:
    """A fresh identifier, `new_id("pi_")` for a payment intent."""
    random = secrets.token_bytes(_LENGTHS.get(prefix, 24))
    return prefix + random.translate(_LETTERS).decode()
