"""The checker itself notices what an answer lacks."""

import copy
from typing import Any

import pytest
import stripe

from tests.demo.stripe.response_checker import problems
from tests.demo.stripe.shop_side import session_params


@pytest.fixture
def answer(client: stripe.StripeClient) -> dict[str, Any]:
    found: dict[str, Any] = client.v1.checkout.sessions.create(session_params()).to_dict()
    return copy.deepcopy(found)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("expires_at", None, "checkout.session.expires_at"),
        ("expires_at", "1", "checkout.session.expires_at"),
        ("expires_at", True, "checkout.session.expires_at"),
        ("status", "done", "checkout.session.status"),
        ("payment_method_types", "card", "checkout.session.payment_method_types"),
        ("automatic_tax", {}, "checkout.session.automatic_tax.enabled"),
        ("invented", 1, "checkout.session.invented"),
        ("total_details", {"amount_discount": "0", "amount_tax": 0}, "amount_discount"),
    ],
)
def test_a_wrong_field_is_named(
    answer: dict[str, Any], name: str, value: Any, problem: str
) -> None:
    assert problems(answer) == []
    found = problems({**answer, name: value})
    assert found and problem in found[0]


def test_a_missing_field_is_named(answer: dict[str, Any]) -> None:
    del answer["custom_fields"]
    assert problems(answer) == ["checkout.session.custom_fields: missing"]
