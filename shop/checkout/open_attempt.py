"""Freeze what the payment provider will be asked for, before it is asked."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from shop.clock import now
from shop.config import settings
from shop.db import db
from shop.orders.models import Line, Order
from shop.payment.models import Attempt

#: The first look after a customer was sent to the payment page; webhooks are usually faster.
FIRST_LOOK = timedelta(minutes=2)


def open_attempt(order: Order, lines: Sequence[Line], number: int = 1) -> Attempt:
    """An attempt to have the order paid, with frozen parameters and its idempotency key.

    An order has at most one attempt that can still be paid: the database refuses a second. Does
    not commit.
    """
    moment = now().replace(microsecond=0)
    expires_at = moment + timedelta(minutes=settings().payment_minutes)
    key = f"{order.number}-{number}-{secrets.token_hex(8)}"
    attempt = Attempt(
        order_id=order.id,
        number=number,
        amount_cents=order.total_cents,
        idempotency_key=key,
        parameters=_parameters(order, lines, key, expires_at),
        started_at=moment,
        expires_at=expires_at,
        next_look_at=moment + FIRST_LOOK,
    )
    db.session.add(attempt)
    return attempt


def _parameters(
    order: Order, lines: Sequence[Line], key: str, expires_at: datetime
) -> dict[str, Any]:
    """Parameters of a hosted Checkout Session: what Stripe shows equals what was ordered."""
    page = f"{settings().base_url}/bestellung/{order.token}"
    metadata = {"order": order.number, "attempt": key}
    intent: dict[str, Any] = {
        # The session's metadata is not copied to the payment, so it is sent twice.
        "metadata": metadata,
        "description": f"Bestellung {order.number}",
    }
    if order.delivery == "shipping":
        intent["shipping"] = _shipping(order)
    return {
        "mode": "payment",
        "locale": "de",
        "submit_type": "pay",
        "line_items": [_line_item(line) for line in lines],
        "client_reference_id": order.number,
        "metadata": metadata,
        "payment_intent_data": intent,
        "customer_email": order.email,
        "customer_creation": "if_required",
        "allowed_payment_method_types": ["card", "paypal", "sepa_debit"],
        # Said explicitly: an account setting could switch them on where they are not mentioned.
        "automatic_tax": {"enabled": False},
        "adaptive_pricing": {"enabled": False},
        "custom_text": {
            "submit": {
                "message": f"Ihre Bestellung {order.number} ist aufgegeben; hier bezahlen Sie sie."
            }
        },
        "expires_at": int(expires_at.timestamp()),
        "success_url": f"{page}/zurueck",
        "cancel_url": page,
    }


def _line_item(line: Line) -> dict[str, Any]:
    name = f"{line.product_name}, {line.variant_name}" if line.variant_name else line.product_name
    return {
        "quantity": line.quantity,
        "price_data": {
            "currency": "eur",
            "unit_amount": line.unit_price_cents,
            "product_data": {"name": name},
        },
    }


def _shipping(order: Order) -> dict[str, Any]:
    address = {
        "line1": order.street,
        "postal_code": order.postcode,
        "city": order.city,
        "country": order.country,
    }
    if order.extra:
        address["line2"] = order.extra
    return {"name": order.name, "address": address}
