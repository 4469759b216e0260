"""Every cookie of the shop: its name, its terms, and the signature of those that carry one."""

from datetime import timedelta
from functools import lru_cache
from typing import Any, Literal

from flask import Response, current_app, request
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from shop.config import Settings, settings

#: All there are. The privacy notice names each of them; a test holds that.
CookieName = Literal[
    "stadtkaffee_korb", "stadtkaffee_kasse", "stadtkaffee_sitzung", "stadtkaffee_geraet"
]


def cookie_name(name: CookieName, found: Settings, path: str = "/") -> str:
    """The name as the browser knows it: over https with a prefix that browsers enforce."""
    if not found.secure:
        return name
    # __Host-: no neighbouring domain can set or overwrite it; it holds for the whole site only.
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


def cookie(name: CookieName, path: str = "/") -> str:
    """What the request brought back under this name; nobody has checked it. Empty if nothing."""
    return request.cookies.get(cookie_name(name, settings(), path), "")


def set_cookie(
    response: Response, name: CookieName, value: str, lasting: timedelta, path: str = "/"
) -> None:
    """Not for scripts, not sent along from foreign pages, over https only where there is https."""
    told = cookie_name(name, settings(), path)
    response.set_cookie(told, value, max_age=lasting, path=path, **_terms())


def drop_cookie(response: Response, name: CookieName, path: str = "/") -> None:
    told = cookie_name(name, settings(), path)
    response.delete_cookie(told, path=path, **_terms())


def signer(salt: str) -> URLSafeSerializer:
    """Signs with the shop's key and believes former ones too, so that a key can be changed."""
    return _signer(_keys(), salt)


def timed_signer(salt: str) -> URLSafeTimedSerializer:
    """As `signer`, and notes when it signed."""
    return URLSafeTimedSerializer(list(_keys()), salt=salt)


@lru_cache(maxsize=8)
def _signer(keys: tuple[str, ...], salt: str) -> URLSafeSerializer:
    # Every page with a cart asks for it.
    return URLSafeSerializer(list(keys), salt=salt)


def _keys() -> tuple[str, ...]:
    # The last one signs.
    return (*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"])


def _terms() -> dict[str, Any]:
    return {"secure": settings().secure, "httponly": True, "samesite": "Lax"}
