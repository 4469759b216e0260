"""When Stripe hangs, nobody waits longer than ten seconds for a page that says so."""

from time import monotonic

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import make_order
from tests.make.payments import payment_page

SECONDS = 10


@pytest.fixture(autouse=True)
def only_in_the_long_profile(is_long: bool) -> None:
    if not is_long:
        pytest.skip("takes as long as people wait")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("page", "opened"), [("bezahlen", False), ("bezahlen", True), ("aufgeben", True)]
)
def test_a_page_answers_in_time_while_stripe_hangs(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe, page: str, opened: bool
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    if opened:
        payment_page(app, order)
    stripe.fail_next("slow", times=0, seconds=60)
    began = monotonic()
    answer = client.post(f"/bestellung/{order.token}/{page}")
    stripe.clear_faults()
    assert monotonic() - began < SECONDS
    assert answer.status_code == 303
    assert f"hinweis=spaeter-{page}" in answer.location
