"""Stripe's form encoding."""

import pytest

from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.form_body import nested


def test_brackets_nest() -> None:
    pairs = [("line_items[0][price_data][currency]", "eur"), ("line_items[0][quantity]", "2")]
    assert nested(pairs) == {
        "line_items": {"0": {"price_data": {"currency": "eur"}, "quantity": "2"}}
    }


def test_empty_brackets_append() -> None:
    assert nested([("expand[]", "a"), ("expand[]", "b")]) == {"expand": {"0": "a", "1": "b"}}


@pytest.mark.parametrize(
    "keys",
    [
        ("a", "a"),
        ("a", "a[b]"),
        ("a[b]", "a"),
        ("a[0]", "a[0]"),
        ("a[",),
        ("[a]",),
        ("a[b]c",),
        ("",),
    ],
)
def test_what_contradicts_itself_is_refused(keys: tuple[str, ...]) -> None:
    with pytest.raises(ApiError):
        nested([(key, "1") for key in keys])


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(ApiError):
        nested([("a" + "[b]" * 5000, "1")])
