"""Six digits that change every half minute (RFC 6238), as authenticator apps show them.

passlib's part of Flask-Security, without the library's pages: those leave it to the application
that a code counts once and that tries are counted.
"""

import hashlib
from functools import lru_cache

from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet

from shop.accounts.seal import keys_for
from shop.clock import now

ISSUER = "Stadtkaffee"


def new_secret() -> str:
    """160 random bits, encrypted as they are kept."""
    return str(_factory().new().to_json(encrypt=True))


def kept_secret(plain: str) -> str:
    """A secret in the letters of base 32, encrypted as it is kept."""
    return str(_factory()(key=plain).to_json(encrypt=True))


def step_of(code: str, secret: str) -> int | None:
    """Which half minute since 1970 the code belongs to, if it is the present one.

    Neither the last nor the next one: a code lives thirty seconds.
    """
    try:
        return int(_factory().from_json(secret).match(code, time=now(), window=0).counter)
    except TokenError:
        return None


def present_code(secret: str) -> str:
    """What the app shows now: for the demo and for tests."""
    return str(_factory().from_json(secret).generate(time=now()).token)


def app_address(secret: str, email: str) -> str:
    """What the QR code holds."""
    return str(_factory().from_json(secret).to_uri(email))


def spelled(secret: str) -> str:
    """The secret in groups of four letters, to be typed where nothing can be scanned."""
    return str(_factory().from_json(secret).pretty_key(sep=" "))


def _factory() -> type[TOTP]:
    return _made(keys_for("one-time codes"))


@lru_cache(maxsize=8)
def _made(keys: tuple[bytes, ...]) -> type[TOTP]:
    # The tag tells which key a secret was encrypted with, so that keys can be changed.
    named = {hashlib.sha256(key).hexdigest()[:12]: key.hex() for key in keys}
    wallet = AppWallet(named, default_tag=next(iter(named)))
    return TOTP.using(issuer=ISSUER, wallet=wallet)  # type: ignore[no-any-return]
