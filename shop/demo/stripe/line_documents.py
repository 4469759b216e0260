"""The lines of a Checkout Session, each with the price made for it."""

from typing import Any

from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.session_documents import without_unset
from shop.demo.stripe.store import Document


def line_documents(params: dict[str, Any], now: int) -> list[Document]:
    return [_line(line, now) for line in params["line_items"]]


def _line(line: dict[str, Any], now: int) -> Document:
    price_data = line["price_data"]
    amount = price_data["unit_amount"] * line["quantity"]
    return {
        "id": new_id("li_"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price_data["currency"],
        "description": price_data["product_data"]["name"],
        "metadata": without_unset(line.get("metadata", {})),
        "price": _price(price_data, now),
        "quantity": line["quantity"],
    }


def _price(price_data: dict[str, Any], now: int) -> Document:
    # Inline prices are for one use: Stripe keeps them inactive.
    return {
        "id": new_id("price_"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": price_data["currency"],
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": new_id("prod_"),
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": price_data["unit_amount"],
        "unit_amount_decimal": str(price_data["unit_amount"]),
    }
