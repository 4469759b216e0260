"""The lists of what happens to money once it was paid."""

from typing import Any

from shop.demo.stripe import balance, disputes, payouts, refunds, reviews, warnings
from shop.demo.stripe.paging import Filters, page
from shop.demo.stripe.store import Document, Transaction


def list_refunds(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = _filters(params, "charge", "payment_intent")
    return page(tx, refunds.KIND, "/v1/refunds", params, filters)


def list_balance_transactions(tx: Transaction, params: dict[str, Any]) -> Document:
    """With `payout`: what it consists of, its own entry included."""
    filters = _filters(params, "currency", "source", "type")
    if "payout" in params:
        tx.get(payouts.KIND, params["payout"], param="payout", status=400)
        filters.add("json_extract(private, '$.payout') = ?", params["payout"])
    return page(tx, balance.KIND, "/v1/balance_transactions", params, filters)


def list_payouts(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = _filters(params, "destination", "status")
    filters.moment("arrival_date", params.get("arrival_date"))
    return page(tx, payouts.KIND, "/v1/payouts", params, filters)


def list_disputes(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = _filters(params, "charge", "payment_intent")
    return page(tx, disputes.KIND, "/v1/disputes", params, filters)


def list_warnings(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = _filters(params, "charge", "payment_intent")
    return page(tx, warnings.KIND, "/v1/radar/early_fraud_warnings", params, filters)


def list_reviews(tx: Transaction, params: dict[str, Any]) -> Document:
    """Those that are open, as Stripe has it."""
    filters = _filters(params)
    filters.equal("open", 1)
    return page(tx, reviews.KIND, "/v1/reviews", params, filters)


def _filters(params: dict[str, Any], *names: str) -> Filters:
    filters = Filters()
    filters.moment("created", params.get("created"))
    for name in names:
        filters.equal(name, params.get(name))
    return filters
