"""Limits and cross-field rules that the parameter types do not carry."""

import time
from typing import Any

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from shop.demo.stripe import session_rules
from shop.demo.stripe.errors import ApiError
from tests.demo.stripe.shop_side import line, session_params

NOW = 1_800_000_000


def refusal(**changes: Any) -> tuple[str | None, str | None]:
    params: Any = session_params(**{"expires_at": NOW + 1900, **changes})
    with pytest.raises(ApiError) as refused:
        session_rules.check(params, NOW)
    assert refused.value.status == 400
    return refused.value.code, refused.value.param


def accept(**changes: Any) -> None:
    params: Any = session_params(**{"expires_at": NOW + 1900, **changes})
    session_rules.check(params, NOW)


@given(st.integers(-10, 100_000))
def test_a_session_may_live_from_thirty_minutes_to_a_day(seconds: int) -> None:
    if 30 * 60 <= seconds <= 24 * 60 * 60:
        accept(expires_at=NOW + seconds)
    else:
        assert refusal(expires_at=NOW + seconds) == (None, "expires_at")


def test_without_a_time_a_session_lives_a_day(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params(expires_at=None))
    assert abs(session.expires_at - time.time() - 24 * 60 * 60) < 5


def test_a_session_has_at_most_a_hundred_lines() -> None:
    accept(line_items=[line("Kaffee", 890)] * 100)
    assert refusal(line_items=[line("Kaffee", 890)] * 101) == (None, "line_items")


def test_fifty_cents_are_the_least() -> None:
    accept(line_items=[line("Kaffee", 50)])
    assert refusal(line_items=[line("Kaffee", 49)]) == ("amount_too_small", "line_items")


def test_nothing_to_pay_is_allowed_and_known_from_the_start(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params(line_items=[line("Probe", 0)]))
    assert session.payment_status == "no_payment_required"


def test_amounts_and_quantities_are_bounded() -> None:
    price = "line_items[0][price_data][unit_amount]"
    integer = "parameter_invalid_integer"
    assert refusal(line_items=[line("Rabatt", -100)]) == (integer, price)
    assert refusal(line_items=[line("Kaffee", 100_000_000)]) == (integer, price)
    assert refusal(line_items=[line("Kaffee", 890, 0)]) == (integer, "line_items[0][quantity]")
    lines = [line("Kaffee", 99_999_999, 2)]
    assert refusal(line_items=lines) == ("amount_too_large", "line_items")


def test_long_texts_are_refused() -> None:
    accept(client_reference_id="x" * 200, custom_text={"submit": {"message": "x" * 1200}})
    assert refusal(client_reference_id="x" * 201) == (None, "client_reference_id")
    too_long = {"submit": {"message": "x" * 1201}}
    assert refusal(custom_text=too_long) == (None, "custom_text[submit][message]")


def test_addresses_have_at_most_five_thousand_characters(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(
            session_params(success_url="http://127.0.0.1/" + "x" * 5000)
        )
    assert refused.value.param == "success_url"


@pytest.mark.parametrize("address", ["/danke", "danke", "ftp://shop/", "http://", "http://a b/"])
def test_only_whole_web_addresses_are_taken(address: str) -> None:
    assert refusal(success_url=address) == ("url_invalid", "success_url")
    assert refusal(cancel_url=address) == ("url_invalid", "cancel_url")


@pytest.mark.parametrize("email", ["ada", "ada@", "ada@shop", "a b@example.org", "@example.org"])
def test_only_mail_addresses_are_taken(email: str) -> None:
    assert refusal(customer_email=email) == ("email_invalid", "customer_email")


def test_metadata_is_limited_in_number_and_length() -> None:
    accept(metadata={f"k{number}": "v" for number in range(50)})
    accept(metadata={"k" * 40: "v" * 500})
    assert refusal(metadata={f"k{n}": "v" for n in range(51)}) == (None, "metadata")
    assert refusal(metadata={"k" * 41: "v"}) == (None, "metadata")
    assert refusal(metadata={"k": "v" * 501}) == (None, "metadata[k]")
    inner = {"metadata": {"k": "v" * 501}}
    assert refusal(payment_intent_data=inner) == (None, "payment_intent_data[metadata][k]")


def test_at_least_one_payment_method_must_be_left(client: stripe.StripeClient) -> None:
    changes = {"excluded_payment_method_types": ["card", "sepa_debit"]}
    with pytest.raises(stripe.InvalidRequestError, match="No payment method"):
        client.v1.checkout.sessions.create(session_params(**changes))


def test_the_allowed_methods_narrow_what_is_offered(client: stripe.StripeClient) -> None:
    only_card = session_params(allowed_payment_method_types=["card", "klarna"])
    assert client.v1.checkout.sessions.create(only_card).payment_method_types == ["card"]
    anything = session_params(allowed_payment_method_types=None)
    offered = client.v1.checkout.sessions.create(anything).payment_method_types
    assert offered == ["card", "sepa_debit", "paypal"]
