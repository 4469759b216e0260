"""The cart in the customer's own browser: signed, so that nobody else can fill it, and compact."""

from datetime import timedelta
from typing import Any

from flask import Response
from itsdangerous import BadData

from shop.cart.rules import MAX_LINES, MAX_QUANTITY, Wanted
from shop.web.cookies import cookie, drop_cookie, set_cookie, signer

_LASTING = timedelta(days=60)
#: The largest id a database column holds; a larger one would be refused there, not here.
_MAX_ID = 2**31 - 1


def wanted() -> Wanted:
    """What the request's cart cookie holds; nothing if it is missing, forged or unreadable."""
    held = cookie("stadtkaffee_korb")
    if not held:
        return {}
    try:
        stored = signer("warenkorb").loads(held)
    except BadData:
        return {}
    return _checked(stored)


def set_wanted(response: Response, wanted: Wanted) -> None:
    """Keep the cart in the browser for 60 days; an empty one is taken out of it."""
    if wanted:
        signed = signer("warenkorb").dumps([[id, units] for id, units in wanted.items()])
        assert isinstance(signed, str)
        set_cookie(response, "stadtkaffee_korb", signed, _LASTING)
    else:
        drop_cookie(response, "stadtkaffee_korb")


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
