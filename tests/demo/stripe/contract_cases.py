"""The calls of the contract: what the shop asks of Stripe, and how Stripe answers."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from tests.demo.stripe.contract_bench import Bench
from tests.demo.stripe.shop_side import line, session_params

UNKNOWN = "parameter_unknown"
MISSING = "resource_missing"
INTEGER = "parameter_invalid_integer"


@dataclass(frozen=True)
class Case:
    name: str
    call: Callable[[Bench], object]
    # The object answered, or None for a refusal.
    kind: str | None
    status: int = 200
    code: str | None = None
    param: str | None = None


def _session(**changes: Any) -> Callable[[Bench], object]:
    return lambda x: x.client.v1.checkout.sessions.create(
        session_params(allowed_payment_method_types=["card"], **changes)
    )


def _refund(**params: Any) -> Callable[[Bench], object]:
    return lambda x: x.client.v1.refunds.create(params)  # type: ignore[arg-type]  # wrong ones too


def _refund_of_paid(*amounts: int) -> Callable[[Bench], object]:
    def call(x: Bench) -> None:
        intent = x.pay(x.client)
        for amount in amounts:
            x.client.v1.refunds.create({"payment_intent": intent, "amount": amount})

    return call


def _expired_twice(x: Bench) -> object:
    session = x.client.v1.checkout.sessions.create(session_params())
    x.client.v1.checkout.sessions.expire(session.id)
    return x.client.v1.checkout.sessions.expire(session.id)


def _same_key(**second: Any) -> Callable[[Bench], object]:
    def call(x: Bench) -> object:
        params = session_params(allowed_payment_method_types=["card"])
        key = f"contract-{params['expires_at']}-{id(x)}-{len(second)}"
        sessions = x.client.v1.checkout.sessions
        sessions.create(params, {"idempotency_key": key})
        params.update(second)  # type: ignore[typeddict-item]  # any change will do
        return sessions.create(params, {"idempotency_key": key})

    return call


def _charge(expand: str) -> Callable[[Bench], object]:
    def call(x: Bench) -> object:
        paid = x.client.v1.payment_intents.retrieve(x.pay(x.client))
        return x.client.v1.charges.retrieve(str(paid.latest_charge), {"expand": [expand]})

    return call


def _listed(name: str, **params: Any) -> Callable[[Bench], object]:
    return lambda x: attrgetter(name)(x.client.v1).list(params)


def _retrieved(name: str, object_id: str) -> Callable[[Bench], object]:
    return lambda x: attrgetter(name)(x.client.v1).retrieve(object_id)


def _refused(
    name: str,
    call: Callable[[Bench], object],
    code: str | None,
    param: str | None,
    status: int = 400,
) -> Case:
    return Case(name, call, None, status, code, param)


_EVER = {"gt": 1, "lte": 4_000_000_000}

CASES = [
    Case("session created", _session(), "checkout.session"),
    Case("session with lines", _session(expand=["line_items"]), "checkout.session"),
    Case("session for the same key again", _same_key(), "checkout.session"),
    Case("sessions listed", _listed("checkout.sessions", limit=1), "list"),
    _refused("key for another session", _same_key(client_reference_id="x"), None, None),
    _refused("session expired twice", _expired_twice, None, None),
    _refused("session without mode", _session(mode=None), "parameter_missing", "mode"),
    _refused("unknown parameter", _session(total=1), UNKNOWN, "total"),
    _refused(
        "removed parameter",
        _session(payment_method_types=["card"]),
        UNKNOWN,
        "payment_method_types",
    ),
    _refused("session that ends too soon", _session(expires_at=1), None, "expires_at"),
    _refused(
        "session with a wrong mail address",
        _session(customer_email="ada"),
        "email_invalid",
        "customer_email",
    ),
    _refused(
        "session over ten cents",
        _session(line_items=[line("K", 10)]),
        "amount_too_small",
        "line_items",
    ),
    _refused(
        "unknown session", _retrieved("checkout.sessions", "cs_test_x"), MISSING, "session", 404
    ),
    _refused(
        "too many metadata", _session(metadata={f"k{n}": "v" for n in range(51)}), None, "metadata"
    ),
    _refused("metadata too long", _session(metadata={"k": "v" * 501}), None, "metadata[k]"),
    _refused("unknown expansion", _session(expand=["amount_total"]), None, "expand"),
    Case("refund in part", _refund_of_paid(100), "refund"),
    Case("refund in two parts", _refund_of_paid(1000, 1270), "refund"),
    _refused("refund of more than was paid", _refund_of_paid(2271), None, "amount"),
    _refused(
        "refund of nothing left",
        _refund_of_paid(2270, 1),
        "charge_already_refunded",
        None,
    ),
    _refused("refund of nothing named", _refund(), "parameter_missing", "charge"),
    _refused(
        "refund of both named",
        _refund(charge="ch_x", payment_intent="pi_x"),
        "parameters_exclusive",
        "charge",
    ),
    _refused(
        "refund of an unknown payment",
        _refund(payment_intent="pi_x"),
        MISSING,
        "payment_intent",
    ),
    _refused("refund of an unknown charge", _refund(charge="ch_x"), MISSING, "charge"),
    _refused("refund of nothing", _refund(charge="ch_x", amount=0), INTEGER, "amount"),
    _refused("refund for no reason", _refund(charge="ch_x", reason="why"), None, "reason"),
    Case("charge with its money", _charge("balance_transaction"), "charge"),
    Case("charge with its refunds", _charge("refunds"), "charge"),
    Case("refunds since", _listed("refunds", limit=1, created=_EVER), "list"),
    Case("balance since", _listed("balance_transactions", limit=1, created=_EVER), "list"),
    Case(
        "balance with sources",
        _listed("balance_transactions", limit=1, expand=["data.source"]),
        "list",
    ),
    Case("payouts since", _listed("payouts", limit=1, arrival_date=_EVER), "list"),
    Case("disputes since", _listed("disputes", limit=1, created=_EVER), "list"),
    Case("warnings since", _listed("radar.early_fraud_warnings", limit=1), "list"),
    Case("reviews since", _listed("reviews", limit=1, created=_EVER), "list"),
    Case("undelivered events", _listed("events", limit=1, delivery_success=False), "list"),
    _refused("too long a page", _listed("refunds", limit=101), INTEGER, "limit"),
    _refused(
        "unknown cursor", _listed("refunds", starting_after="re_x"), MISSING, "starting_after"
    ),
    _refused(
        "both cursors",
        _listed("refunds", starting_after="a", ending_before="b"),
        "parameters_exclusive",
        "starting_after",
    ),
    _refused("unknown refund", _retrieved("refunds", "re_x"), MISSING, "refund", 404),
    _refused("unknown payout", _retrieved("payouts", "po_x"), MISSING, "payout", 404),
    _refused("unknown dispute", _retrieved("disputes", "du_x"), MISSING, "dispute", 404),
    _refused("unknown charge", _retrieved("charges", "ch_x"), MISSING, "id", 404),
    _refused("unknown intent", _retrieved("payment_intents", "pi_x"), MISSING, "intent", 404),
    _refused("unknown event", _retrieved("events", "evt_x"), MISSING, "id", 404),
]
