"""Wrong parameters, refused with Stripe's codes and paths."""

from typing import Any

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st
from stripe.params.checkout import SessionCreateParams

from shop.demo.stripe.account import API_VERSION
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.form_body import nested
from shop.demo.stripe.parameters import fields, validated
from tests.demo.stripe.shop_side import line, session_params


def refusal(client: stripe.StripeClient, **changes: Any) -> tuple[str | None, str | None]:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(session_params(**changes))
    assert refused.value.http_status == 400
    return refused.value.code, refused.value.param


def without(item: dict[str, Any], name: str) -> dict[str, Any]:
    price = {key: value for key, value in item["price_data"].items() if key != name}
    return {**item, "price_data": price}


def test_unknown_parameters_are_named_with_their_path(client: stripe.StripeClient) -> None:
    unknown = "parameter_unknown"
    assert refusal(client, total=5) == (unknown, "total")
    assert refusal(client, automatic_tax={"enabled": False, "on": 1}) == (
        unknown,
        "automatic_tax[on]",
    )
    items = [line("Kaffee", 890), {**line("Versand", 490), "amount": 5}]
    assert refusal(client, line_items=items) == (unknown, "line_items[1][amount]")


def test_a_parameter_that_the_pinned_version_removed_is_unknown(
    client: stripe.StripeClient,
) -> None:
    assert refusal(client, payment_method_types=["card"])[0] == "parameter_unknown"


def test_options_of_the_library_are_not_parameters() -> None:
    with pytest.raises(ApiError) as refused:
        validated(nested([("stripe_version", API_VERSION)]), SessionCreateParams)
    assert refused.value.code == "parameter_unknown"


def test_missing_parameters_are_named_with_their_path(client: stripe.StripeClient) -> None:
    missing = "parameter_missing"
    for name in ("mode", "success_url", "line_items"):
        assert refusal(client, **{name: None}) == (missing, name)
    for name in ("currency", "unit_amount", "product_data"):
        items = [without(line("Kaffee", 890), name)]
        assert refusal(client, line_items=items) == (missing, f"line_items[0][price_data][{name}]")


def test_wrong_types_are_refused(client: stripe.StripeClient) -> None:
    integer = "parameter_invalid_integer"
    items = [line("Kaffee", 890) | {"quantity": "zwei"}]
    assert refusal(client, line_items=items) == (integer, "line_items[0][quantity]")
    assert refusal(client, expires_at="morgen") == (integer, "expires_at")
    assert refusal(client, expires_at="12.5") == (integer, "expires_at")
    assert refusal(client, automatic_tax={"enabled": "nein"}) == (None, "automatic_tax[enabled]")
    assert refusal(client, line_items="Kaffee") == (None, "line_items")
    assert refusal(client, locale={"de": 1}) == (None, "locale")
    assert refusal(client, success_url="") == ("parameter_invalid_empty", "success_url")


def test_values_outside_an_enumeration_are_refused(client: stripe.StripeClient) -> None:
    assert refusal(client, mode="pay") == (None, "mode")
    assert refusal(client, ui_mode="hosted") == (None, "ui_mode")
    assert refusal(client, locale="de-DE") == (None, "locale")
    assert refusal(client, allowed_payment_method_types=["card", "cash"]) == (
        None,
        "allowed_payment_method_types[1]",
    )


def test_every_parameter_of_the_pinned_version_can_be_resolved() -> None:
    # 51 in this version: a changed number means that the library's pinned version moved.
    assert len(fields(SessionCreateParams)) == 51


def test_the_version_spoken_here_is_the_one_the_library_pins() -> None:
    assert stripe.api_version == API_VERSION, "compare the parameters, then move API_VERSION"


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=20)), max_size=8))
def test_no_form_makes_the_validation_stumble(pairs: list[tuple[str, str]]) -> None:
    try:
        validated(nested(pairs), SessionCreateParams)
    except ApiError as refused:
        assert refused.status == 400


@given(st.text("abc[]0", max_size=12), st.text("abc[]0", max_size=12))
def test_brackets_in_any_order_are_read_or_refused(first: str, second: str) -> None:
    try:
        assert isinstance(nested([(first, "1"), (second, "2")]), dict)
    except ApiError as refused:
        assert refused.status == 400
