"""A complete Checkout Session and its lines, as Stripe answers them."""

from typing import Any

from shop.demo.stripe.account import Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.payment_methods import offered
from shop.demo.stripe.session_rules import LONGEST_SECONDS, total
from shop.demo.stripe.store import Document


def session_document(account: Account, params: dict[str, Any]) -> Document:
    session_id = new_id("cs_test_")
    now = account.clock.now()
    return {
        **_constant_fields(account),
        **_given_fields(params),
        "id": session_id,
        "object": "checkout.session",
        "amount_subtotal": total(params),
        "amount_total": total(params),
        "created": now,
        "currency": "eur",
        "customer_details": _customer_details(params.get("customer_email")),
        "expires_at": params.get("expires_at", now + LONGEST_SECONDS),
        "payment_intent": None,
        "payment_method_types": offered(params),
        "payment_status": "unpaid" if total(params) else "no_payment_required",
        "status": "open",
        "url": f"{account.base_url}/c/pay/{session_id}",
    }


def _given_fields(params: dict[str, Any]) -> Document:
    texts = params.get("custom_text", {})
    places = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
    return {
        "allow_promotion_codes": params.get("allow_promotion_codes"),
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "billing_address_collection": params.get("billing_address_collection"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "custom_text": {place: texts.get(place) or None for place in places},
        "customer_creation": params.get("customer_creation", "if_required"),
        "customer_email": params.get("customer_email"),
        "excluded_payment_method_types": params.get("excluded_payment_method_types"),
        "integration_identifier": params.get("integration_identifier"),
        "locale": params.get("locale"),
        "metadata": without_unset(params.get("metadata", {})),
        "submit_type": params.get("submit_type"),
        "success_url": params["success_url"],
    }


def without_unset(metadata: dict[str, str]) -> dict[str, str]:
    """An empty value means: no such key."""
    return {key: value for key, value in metadata.items() if value}


def _customer_details(email: str | None) -> Document | None:
    if email is None:
        return None
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }


def payer_details(email: str | None) -> Document:
    """The `customer_details` of a session that was paid."""
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {
        "address": {**address, "country": "DE"},
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": "Demo Beispiel",
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _constant_fields(account: Account) -> Document:
    return {
        **dict.fromkeys(_ALWAYS_NULL),
        "adaptive_pricing": {"enabled": False},
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "branding_settings": _branding(account.merchant),
        "custom_fields": [],
        "discounts": [],
        "invoice_creation": {"enabled": False, "invoice_data": _INVOICE_DATA},
        "livemode": False,
        "managed_payments": {"enabled": False},
        "mode": "payment",
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
    }


_ALWAYS_NULL = (
    "after_expiration",
    "client_secret",
    "collected_information",
    "consent",
    "consent_collection",
    "currency_conversion",
    "customer",
    "customer_account",
    "invoice",
    "name_collection",
    "optional_items",
    "origin_context",
    "payment_link",
    "payment_method_configuration_details",
    "permissions",
    "recovered_from",
    "redirect_on_completion",
    "return_url",
    "saved_payment_method_options",
    "setup_intent",
    "shipping_address_collection",
    "shipping_cost",
    "subscription",
    "tax_id_collection",
    "wallet_options",
)

_INVOICE_DATA: Document = {
    "account_tax_ids": None,
    "custom_fields": None,
    "description": None,
    "footer": None,
    "issuer": None,
    "metadata": {},
    "rendering_options": None,
}


def _branding(merchant: str) -> Document:
    return {
        "background_color": "#ffffff",
        "border_style": "rounded",
        "button_color": "#1d4f3f",
        "display_name": merchant,
        "font_family": "default",
        "icon": None,
        "logo": None,
    }
