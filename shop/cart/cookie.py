"""The cart in the customer's own browser: signed, so that nobody else can fill it, and compact."""

from functools import lru_cache
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer

from shop.cart.rules import MAX_LINES, MAX_QUANTITY, Wanted
from shop.config import settings

_DAYS = 60
#: The largest id a database column holds; a larger one would be refused there, not here.
_MAX_ID = 2**31 - 1


def wanted() -> Wanted:
    """What the request's cart cookie holds; nothing if it is missing, forged or unreadable."""
    cookie = request.cookies.get(_name())
    if not cookie:
        return {}
    try:
        stored = _signer().loads(cookie)
    except BadData:
        return {}
    return _checked(stored)


def set_wanted(response: Response, wanted: Wanted) -> None:
    """Keep the cart in the browser for 60 days; an empty one is taken out of it."""
    terms: dict[str, Any] = {"secure": settings().secure, "httponly": True, "samesite": "Lax"}
    if wanted:
        cookie = _signer().dumps([[variant_id, units] for variant_id, units in wanted.items()])
        assert isinstance(cookie, str)
        response.set_cookie(_name(), cookie, max_age=_DAYS * 86_400, **terms)
    else:
        response.delete_cookie(_name(), **terms)


def _name() -> str:
    # __Host-: no neighbouring domain can set or overwrite it.
    return "__Host-stadtkaffee_korb" if settings().secure else "stadtkaffee_korb"


def _signer() -> URLSafeSerializer:
    fallbacks = current_app.config["SECRET_KEY_FALLBACKS"]
    return _signer_with((*fallbacks, current_app.config["SECRET_KEY"]))


@lru_cache(maxsize=8)
def _signer_with(keys: tuple[str, ...]) -> URLSafeSerializer:
    # The last key signs; all of them are believed, so that a key can be changed.
    return URLSafeSerializer(list(keys), salt="warenkorb")


def _checked(stored: Any) -> Wanted:
    """A cart of ours, or an empty one: an older release may have written another form."""
    if not isinstance(stored, list) or len(stored) > MAX_LINES:
        return {}
    if not all(_is_line(pair) for pair in stored):
        return {}
    return {variant_id: units for variant_id, units in stored}


def _is_line(pair: Any) -> bool:
    match pair:
        case [int(variant_id), int(units)]:
            return 0 < variant_id <= _MAX_ID and 0 < units <= MAX_QUANTITY
    return False
