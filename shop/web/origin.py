"""Whether an unsafe request comes from our own pages: protection against forged requests.

Browsers say where a request comes from (Sec-Fetch-Site, and Origin for older ones) and pages
cannot change these headers. A request without both comes from no browser, so it carries nobody's
cookies against their will. This needs no token, so the first visit of a page sets no cookie.
"""

from urllib.parse import urlsplit

from flask import Flask, request

from shop.config import settings
from shop.errors import Refused

_SAFE = {"GET", "HEAD", "OPTIONS"}


class ForeignOrigin(Refused):
    """A page of somebody else sent this form."""

    status = 403


def init_app(app: Flask) -> None:
    app.before_request(_refuse_foreign)


def _refuse_foreign() -> None:
    if request.method in _SAFE or _is_ours():
        return
    raise ForeignOrigin


def _is_ours() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc in {request.host, settings().host}
    except ValueError:
        return False
