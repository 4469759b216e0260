"""The key of what a customer typed at the checkout, held by the customer's own browser."""

import re

from flask import Response

from shop.checkout.rules import DRAFT_LASTS
from shop.web.cookies import cookie, set_cookie

_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


def draft_key() -> str | None:
    """The key in the request's cookie, if it can be one of ours."""
    key = cookie("stadtkaffee_kasse")
    return key if _KEY.fullmatch(key) else None


def remember_key(response: Response, key: str) -> None:
    set_cookie(response, "stadtkaffee_kasse", key, DRAFT_LASTS)
