"""What Stripe knows and Demo-Stripe does not carry out is refused, never ignored."""

from typing import Any

import pytest

from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.session_scope import refuse_what_is_not_carried_out
from tests.demo.stripe.shop_side import line, session_params


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": "subscription"}, "mode"),
        ({"ui_mode": "elements"}, "ui_mode"),
        ({"automatic_tax": {"enabled": True}}, "automatic_tax[enabled]"),
        ({"adaptive_pricing": {"enabled": True}}, "adaptive_pricing[enabled]"),
        ({"invoice_creation": {"enabled": True}}, "invoice_creation[enabled]"),
        ({"discounts": [{"coupon": "x"}]}, "discounts"),
        ({"customer": "cus_1"}, "customer"),
        (
            {"payment_intent_data": {"capture_method": "manual"}},
            "payment_intent_data[capture_method]",
        ),
        ({"line_items": [{"price": "price_1", "quantity": 1}]}, "line_items[0][price]"),
        ({"line_items": [{**line("K", 890), "tax_rates": ["t"]}]}, "line_items[0][tax_rates]"),
    ],
)
def test_a_parameter_that_is_not_carried_out_is_refused_by_name(
    changes: dict[str, Any], param: str
) -> None:
    params: Any = session_params(**changes)
    with pytest.raises(ApiError, match="does not carry out") as refused:
        refuse_what_is_not_carried_out(params)
    assert refused.value.param == param


def test_what_the_shop_sends_is_carried_out() -> None:
    params: Any = session_params()
    refuse_what_is_not_carried_out(params)
