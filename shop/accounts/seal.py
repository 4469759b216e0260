"""What only this shop can make: keyed hashes, one key for each purpose."""

import hashlib
import hmac

from flask import current_app


def seals(purpose: str, words: str) -> tuple[str, ...]:
    """The words sealed by each key the shop believes, the present one first; 64 hex digits each."""
    return tuple(
        hmac.new(key, words.encode(), hashlib.sha256).hexdigest() for key in keys_for(purpose)
    )


def seal(purpose: str, words: str) -> str:
    return seals(purpose, words)[0]


def keys_for(purpose: str) -> tuple[bytes, ...]:
    """One key for each secret key, the present one first: none serves two purposes."""
    found = (
        current_app.config["SECRET_KEY"],
        *reversed(current_app.config["SECRET_KEY_FALLBACKS"]),
    )
    return tuple(hmac.new(key.encode(), purpose.encode(), hashlib.sha256).digest() for key in found)
