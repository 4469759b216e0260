"""One webhook request: straight to the shop, no proxy, no redirect followed."""

import http.client
from urllib.parse import urlsplit

_TIMEOUT_SECONDS = 10


def post(url: str, payload: bytes, signature: str) -> tuple[bool, str]:
    """Whether the shop answered 2xx, and in a word what came back."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT_SECONDS)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Demo-Stripe/1.0",
        "Stripe-Signature": signature,
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, payload, headers)
        response = connection.getresponse()
        response.read(65536)
    except (OSError, http.client.HTTPException) as failure:
        return False, type(failure).__name__
    finally:
        connection.close()
    return 200 <= response.status < 300, f"HTTP {response.status}"
