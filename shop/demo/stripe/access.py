"""Who may call the API: the bearer of the one test key, speaking the pinned version."""

import hmac

from werkzeug.datastructures import Headers

from shop.demo.stripe.account import API_VERSION, Account
from shop.demo.stripe.errors import ApiError


def check_access(headers: Headers, account: Account) -> None:
    scheme, _, key = headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise _refused("You did not provide an API key (Authorization: Bearer YOUR_SECRET_KEY).")
    if key.startswith(("sk_live_", "rk_live_")):
        raise _refused("This is Demo-Stripe: a live key must never be sent here. Replace it.")
    if not hmac.compare_digest(key.encode(), account.secret_key.encode()):
        raise _refused(f"Invalid API Key provided: {_masked(key)}", code="api_key_invalid")
    version = headers.get("Stripe-Version", "")
    if version != API_VERSION:
        raise ApiError(f"Invalid Stripe API version: '{version[:40]}'. Demo-Stripe: {API_VERSION}.")


def _refused(message: str, code: str | None = None) -> ApiError:
    return ApiError(message, status=401, code=code)


def _masked(key: str) -> str:
    return f"{key[:8]}***{key[-4:]}" if len(key) > 16 else "***"
