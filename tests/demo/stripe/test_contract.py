"""The contract: the same calls at Demo-Stripe and, on demand, at a real Stripe sandbox.

    STRIPE_SANDBOX_KEY=sk_test_… STRIPE_SANDBOX_REPORT=differences.jsonl \\
        pytest tests/demo/stripe/test_contract.py

Without the key only Demo-Stripe is asked. With it, each call is made at both, and the report
(default: differences.jsonl) gets a line in JSON for whatever Demo-Stripe does differently:
status, code or parameter of a refusal, fields that one of them lacks, and fields of Stripe's
answers that the library does not know. Differences do not fail the test: Stripe is right, and
Demo-Stripe is to be changed. The sandbox gets some sessions, card payments and refunds.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import stripe

from tests.demo.stripe.contract_bench import Bench, Outcome, differences
from tests.demo.stripe.contract_cases import CASES, Case
from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe

_KEY = os.environ.get("STRIPE_SANDBOX_KEY", "")
_REPORT = Path(os.environ.get("STRIPE_SANDBOX_REPORT", "differences.jsonl"))


@pytest.fixture
def demo(server: RunningDemoStripe) -> Iterator[Bench]:
    def pay(client: stripe.StripeClient) -> str:
        session = client.v1.checkout.sessions.create(session_params())
        server.pay(session.url or "")
        return str(client.v1.checkout.sessions.retrieve(session.id).payment_intent)

    bench = Bench.at(server.url, server.secret_key, pay)
    yield bench
    bench.close()


@pytest.fixture
def sandbox() -> Iterator[Bench]:
    if not _KEY.startswith("sk_test_"):
        pytest.skip("STRIPE_SANDBOX_KEY (sk_test_…) names no sandbox")

    def pay(client: stripe.StripeClient) -> str:
        intent = client.v1.payment_intents.create(
            {
                "amount": 2270,
                "currency": "eur",
                "payment_method": "pm_card_visa",
                "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
                "confirm": True,
            }
        )
        return intent.id

    bench = Bench.at(None, _KEY, pay)
    yield bench
    bench.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_demo_stripe_keeps_the_contract(demo: Bench, case: Case) -> None:
    found = demo.outcome(case.call)
    assert (found.status, found.code, found.param) == (case.status, case.code, case.param)
    assert found.problems == ()
    if case.kind is not None:
        assert found.kind == case.kind


def test_what_stripe_does_differently_is_recorded(demo: Bench, sandbox: Bench) -> None:
    with _REPORT.open("w", encoding="utf-8") as report:
        for case in CASES:
            found = differences(case.name, demo.outcome(case.call), sandbox.outcome(case.call))
            report.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in found)


def test_a_stripe_is_never_different_from_itself(demo: Bench) -> None:
    for case in CASES:
        assert list(differences(case.name, *(demo.outcome(case.call) for _ in range(2)))) == []


def test_every_difference_is_named() -> None:
    demo = Outcome(400, "invalid_request_error", "parameter_missing", "charge")
    real = replace(demo, code=None, param="payment_intent")
    assert list(differences("x", demo, real)) == [
        {"case": "x", "what": "code", "demo": "parameter_missing", "stripe": None},
        {"case": "x", "what": "param", "demo": "charge", "stripe": "payment_intent"},
    ]
    demo = Outcome(200, "refund", fields=frozenset({"id", "old"}))
    real = replace(demo, fields=frozenset({"id", "new"}), problems=("refund.new: unknown",))
    assert list(differences("x", demo, real)) == [
        {"case": "x", "what": "missing", "fields": ["new"]},
        {"case": "x", "what": "unknown", "fields": ["old"]},
        {"case": "x", "what": "unlike the library", "fields": ["refund.new: unknown"]},
    ]
