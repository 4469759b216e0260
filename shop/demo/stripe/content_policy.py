"""What a browser may do on a page of Demo-Stripe: no script, nothing from elsewhere."""

from collections.abc import Iterable
from urllib.parse import urlsplit


def content_policy(redirect_targets: Iterable[str] = ()) -> str:
    """The header's value; `redirect_targets` are addresses that a form may lead on to.

    Browsers apply form-action to the redirect after a POST, too.
    """
    origins = sorted({_origin(address) for address in redirect_targets})
    directives = (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        " ".join(["form-action 'self'", *origins]),
    )
    return "; ".join(directives)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
