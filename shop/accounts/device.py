"""The mark of a browser that has signed in to an account before: it is not slowed by strangers.

The cookie is signed and may be copied; a copy shares the count of failed tries of its original,
which is in the database.
"""

import secrets
from datetime import timedelta

from flask import Response
from itsdangerous import BadData

from shop.accounts.rules import DEVICE_DAYS
from shop.web.cookies import cookie, set_cookie, timed_signer

_LASTING = timedelta(days=DEVICE_DAYS)
_SALT = "device of an account"
#: Sent only to the sign-in pages, so other pages stay the same for everybody.
DEVICE_PATH = "/konto/"


def known_device(account: str) -> str | None:
    """The name of this browser, if it was in this account (a hash) before."""
    held = cookie("stadtkaffee_geraet", DEVICE_PATH)
    try:
        marked = timed_signer(_SALT).loads(held, max_age=int(_LASTING.total_seconds()))
    except BadData:
        return None
    return str(marked[1]) if marked[0] == account else None


def mark_device(response: Response, account: str) -> None:
    signed = timed_signer(_SALT).dumps(
        [account, known_device(account) or secrets.token_urlsafe(16)]
    )
    assert isinstance(signed, str)
    set_cookie(response, "stadtkaffee_geraet", signed, _LASTING, DEVICE_PATH)
