"""What the parameter types do not say about a new session: limits and cross-field rules."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from shop.demo.stripe.errors import ApiError, not_carried_out
from shop.demo.stripe.limits import LARGEST_AMOUNT, at_most, between, check_metadata
from shop.demo.stripe.parameters import missing
from shop.demo.stripe.session_scope import refuse_what_is_not_carried_out

SHORTEST_SECONDS = 30 * 60
LONGEST_SECONDS = 24 * 60 * 60
SMALLEST_TOTAL = 50
MOST_LINES = 100

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LENGTHS = {"client_reference_id": 200, "customer_email": 512}


def check(params: dict[str, Any], now: int) -> None:
    """Refuses as Stripe does, before anything is written."""
    if "mode" not in params:
        raise missing("mode")
    refuse_what_is_not_carried_out(params)
    _check_texts(params)
    _check_addresses(params)
    for path, metadata in _all_metadata(params):
        check_metadata(metadata, path)
    _check_expiry(params, now)
    _check_lines(params)


def total(params: dict[str, Any]) -> int:
    return sum(
        line["price_data"]["unit_amount"] * line["quantity"] for line in params["line_items"]
    )


def _check_texts(params: dict[str, Any]) -> None:
    for name, longest in _LENGTHS.items():
        at_most(params.get(name, ""), longest, name)
    for place, text in params.get("custom_text", {}).items():
        if text:
            at_most(text["message"], 1200, f"custom_text[{place}][message]")
    email = params.get("customer_email")
    if email is not None and not _EMAIL.fullmatch(email):
        message = "Invalid email address."
        raise ApiError(message, code="email_invalid", param="customer_email")


def _check_addresses(params: dict[str, Any]) -> None:
    if "success_url" not in params:
        raise missing("success_url")
    for name in ("success_url", "cancel_url"):
        if name in params and not _is_web_address(params[name]):
            raise ApiError("Not a valid URL", code="url_invalid", param=name)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    has_host = re.fullmatch(r"[\w.:\[\]-]+", parts.netloc) is not None
    return parts.scheme in ("http", "https") and has_host and not re.search(r"\s", text)


def _all_metadata(params: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    yield "metadata", params.get("metadata", {})
    inner = params.get("payment_intent_data", {})
    yield "payment_intent_data[metadata]", inner.get("metadata", {})
    for index, line in enumerate(params.get("line_items", [])):
        yield f"line_items[{index}][metadata]", line.get("metadata", {})
        product = line.get("price_data", {}).get("product_data", {})
        path = f"line_items[{index}][price_data][product_data][metadata]"
        yield path, product.get("metadata", {})


def _check_expiry(params: dict[str, Any], now: int) -> None:
    expires_at = params.get("expires_at", now + LONGEST_SECONDS)
    if expires_at < now + SHORTEST_SECONDS:
        bound = "at least 30 minutes"
    elif expires_at > now + LONGEST_SECONDS:
        bound = "less than 24 hours"
    else:
        return
    message = f"The `expires_at` timestamp must be {bound} from Checkout Session creation."
    raise ApiError(message, param="expires_at")


def _check_lines(params: dict[str, Any]) -> None:
    lines = params.get("line_items", [])
    if not lines:
        raise missing("line_items")
    if len(lines) > MOST_LINES:
        raise ApiError(f"line_items can have at most {MOST_LINES} entries", param="line_items")
    for index, line in enumerate(lines):
        _check_line(line, f"line_items[{index}]")
    amount = total(params)
    if 0 < amount < SMALLEST_TOTAL:
        message = "The Checkout Session's total amount due must add up to at least €0.50 eur"
        raise ApiError(message, code="amount_too_small", param="line_items")
    between(amount, 0, LARGEST_AMOUNT, "line_items", code="amount_too_large")


def _check_line(line: dict[str, Any], path: str) -> None:
    for name in ("price_data", "quantity"):
        if name not in line:
            raise missing(f"{path}[{name}]")
    price = line["price_data"]
    for name in ("product_data", "unit_amount"):
        if name not in price:
            raise missing(f"{path}[price_data][{name}]")
    if price["currency"] != "eur":
        raise not_carried_out(f"{path}[price_data][currency]")
    between(price["unit_amount"], 0, LARGEST_AMOUNT, f"{path}[price_data][unit_amount]")
    between(line["quantity"], 1, LARGEST_AMOUNT, f"{path}[quantity]")
