"""The routes for refunds, balance, payouts, disputes, warnings and reviews."""

from flask import Blueprint, Response
from flask.typing import RouteCallable
from stripe import params as shapes
from stripe.params import radar as radar_shapes

from shop.demo.stripe import (
    balance,
    disputes,
    money_lists,
    payouts,
    refund_rules,
    refunds,
    reviews,
    warnings,
)
from shop.demo.stripe.answering import Read, answer_read, answer_write

blueprint = Blueprint("money", __name__)

_WARNINGS = "/radar/early_fraud_warnings"
_LISTS: dict[str, tuple[type, Read]] = {
    "/balance_transactions": (
        shapes.BalanceTransactionListParams,
        money_lists.list_balance_transactions,
    ),
    "/disputes": (shapes.DisputeListParams, money_lists.list_disputes),
    "/payouts": (shapes.PayoutListParams, money_lists.list_payouts),
    _WARNINGS: (radar_shapes.EarlyFraudWarningListParams, money_lists.list_warnings),
    "/refunds": (shapes.RefundListParams, money_lists.list_refunds),
    "/reviews": (shapes.ReviewListParams, money_lists.list_reviews),
}
# Address → what it takes, what it gives, and the name of the id in a refusal.
_OBJECTS: dict[str, tuple[type, str, str]] = {
    "/balance_transactions": (shapes.BalanceTransactionRetrieveParams, balance.KIND, "id"),
    "/disputes": (shapes.DisputeRetrieveParams, disputes.KIND, "dispute"),
    "/payouts": (shapes.PayoutRetrieveParams, payouts.KIND, "payout"),
    _WARNINGS: (
        radar_shapes.EarlyFraudWarningRetrieveParams,
        warnings.KIND,
        "early_fraud_warning",
    ),
    "/refunds": (shapes.RefundRetrieveParams, refunds.KIND, "refund"),
    "/reviews": (shapes.ReviewRetrieveParams, reviews.KIND, "review"),
}


@blueprint.post("/refunds")
def create_refund() -> Response:
    return answer_write(
        shapes.RefundCreateParams,
        lambda tx, call: refunds.create(tx, call.account, call.params, call.cause),
        check=lambda call: refund_rules.check(call.params),
    )


@blueprint.post("/refunds/<refund_id>/cancel")
def cancel_refund(refund_id: str) -> Response:
    return answer_write(
        shapes.RefundCancelParams,
        lambda tx, call: refunds.cancel(tx, call.account, refund_id, call.cause),
    )


def _listing(shape: type, read: Read) -> RouteCallable:
    return lambda: answer_read(shape, read)


def _retrieving(shape: type, kind: str, param: str) -> RouteCallable:
    return lambda object_id: answer_read(shape, lambda tx, _: tx.get(kind, object_id, param=param))


for _address, _how in _LISTS.items():
    blueprint.add_url_rule(_address, f"list{_address}", _listing(*_how))
for _address, _what in _OBJECTS.items():
    blueprint.add_url_rule(f"{_address}/<object_id>", f"get{_address}", _retrieving(*_what))
