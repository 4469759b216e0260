"""The ways to pay that the demo account has switched on."""

from typing import Any

from shop.demo.stripe.errors import ApiError

SWITCHED_ON = ("card", "sepa_debit", "paypal")


def offered(params: dict[str, Any]) -> list[str]:
    """What is switched on, narrowed by the session's allowed and excluded types."""
    allowed = params.get("allowed_payment_method_types", SWITCHED_ON)
    excluded = params.get("excluded_payment_method_types", ())
    methods = [method for method in SWITCHED_ON if method in allowed and method not in excluded]
    if not methods:
        raise ApiError(
            "No payment method is left for this Checkout Session.",
            param="allowed_payment_method_types",
        )
    return methods


def kind_of(method: str) -> str:
    """What Stripe calls the method, however its holder was asked."""
    return method.removesuffix("_3ds")


def details(method: str) -> dict[str, Any]:
    """The `payment_method_details` of a charge."""
    kind = kind_of(method)
    found = dict(_DETAILS[kind])
    if method == "card_3ds":
        found["three_d_secure"] = dict(_AUTHENTICATED)
    return {"type": kind, kind: found}


_AUTHENTICATED = {
    "authentication_flow": "challenge",
    "electronic_commerce_indicator": "05",
    "exemption_indicator": None,
    "result": "authenticated",
    "result_reason": None,
    "transaction_id": "00000000-0000-4000-8000-000000000001",
    "version": "2.2.0",
}

_DETAILS: dict[str, dict[str, Any]] = {
    "card": {
        "amount_authorized": None,
        "authorization_code": None,
        "brand": "visa",
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "pass",
        },
        "country": "DE",
        "exp_month": 12,
        "exp_year": 2034,
        "extended_authorization": {"status": "disabled"},
        "fingerprint": "DemoFingerprint1",
        "funding": "credit",
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": "4242",
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": "visa",
        "network_token": {"used": False},
        "network_transaction_id": None,
        "overcapture": {"maximum_amount_capturable": 0, "status": "unavailable"},
        "regulated_status": "regulated",
        "three_d_secure": None,
        "wallet": None,
    },
    "sepa_debit": {
        "bank_code": "37040044",
        "branch_code": "",
        "country": "DE",
        "expected_debit_date": None,
        "fingerprint": "DemoFingerprint2",
        "last4": "3000",
        "mandate": None,
    },
    "paypal": {
        "country": "DE",
        "payer_email": None,
        "payer_id": "DEMOPAYER0001",
        "payer_name": None,
        "seller_protection": {"dispute_categories": None, "status": "not_eligible"},
        "transaction_id": "DEMO0000000000001",
    },
}
