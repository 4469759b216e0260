"""Which of Stripe's parameters for a new Checkout Session this server carries out.

Anything else that Stripe knows is refused by name: a parameter that is quietly ignored here would
be a surprise on the real account.
"""

from typing import Any

from shop.demo.stripe.errors import not_carried_out

_ANY = object()

# Parameter → the values that are carried out.
_SCOPE: dict[str, Any] = {
    "adaptive_pricing": {"enabled": {False}},
    "allow_promotion_codes": {False},
    "allowed_payment_method_types": _ANY,
    "automatic_tax": {"enabled": {False}},
    "billing_address_collection": {"auto"},
    "cancel_url": _ANY,
    "client_reference_id": _ANY,
    "currency": {"eur"},
    "custom_text": {"submit": _ANY, "after_submit": _ANY},
    "customer_creation": {"if_required"},
    "customer_email": _ANY,
    "excluded_payment_method_types": _ANY,
    "expand": _ANY,
    "expires_at": _ANY,
    "integration_identifier": _ANY,
    "invoice_creation": {"enabled": {False}},
    "line_items": _ANY,
    "locale": _ANY,
    "metadata": _ANY,
    "mode": {"payment"},
    "payment_intent_data": {
        "capture_method": {"automatic", "automatic_async"},
        "description": _ANY,
        "metadata": _ANY,
        "shipping": _ANY,
        "statement_descriptor_suffix": _ANY,
    },
    "phone_number_collection": {"enabled": {False}},
    "submit_type": {"auto", "pay"},
    "success_url": _ANY,
    "ui_mode": {"hosted_page"},
}
_LINE_SCOPE: dict[str, Any] = {
    "metadata": _ANY,
    "quantity": _ANY,
    "price_data": {
        "currency": _ANY,
        "unit_amount": _ANY,
        "product_data": {"name": _ANY, "description": _ANY, "metadata": _ANY},
    },
}


def refuse_what_is_not_carried_out(params: dict[str, Any]) -> None:
    _compare(params, _SCOPE, "")
    for index, line in enumerate(params.get("line_items", [])):
        _compare(line, _LINE_SCOPE, f"line_items[{index}]")


def _compare(given: Any, scope: Any, path: str) -> None:
    if scope is _ANY:
        return
    if not isinstance(given, dict):
        if given not in scope:
            raise not_carried_out(path)
        return
    for name, value in given.items():
        inner = f"{path}[{name}]" if path else name
        if name not in scope:
            raise not_carried_out(inner)
        _compare(value, scope[name], inner)
