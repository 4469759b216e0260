"""The mark of a browser that has signed in to an account before: it is not slowed by strangers.

The cookie is signed and may be copied; a copy shares the count of failed tries of its original,
which is in the database.
"""

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from shop.accounts.rules import DEVICE_DAYS

_MAX_AGE = timedelta(days=DEVICE_DAYS)


def known_device(account: str) -> str | None:
    """The name of this browser, if it was in this account (a hash) before."""
    value = request.cookies.get(_name(), "")
    try:
        marked = _signer().loads(value, max_age=int(_MAX_AGE.total_seconds()))
    except BadData:
        return None
    return str(marked[1]) if marked[0] == account else None


def mark_device(response: Response, account: str) -> None:
    """Sent only to the sign-in pages, so other pages stay the same for everybody."""
    response.set_cookie(
        _name(),
        _signer().dumps([account, known_device(account) or secrets.token_urlsafe(16)]),
        max_age=_MAX_AGE,
        path="/konto/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
        httponly=True,
    )


def _name() -> str:
    return (
        "__Secure-geraet" if current_app.config["SESSION_COOKIE_SECURE"] else "stadtkaffee_geraet"
    )


def _signer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="device of an account")
