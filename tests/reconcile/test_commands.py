"""The operator reads in German what was compared, and the shell learns whether all of it fits."""

import pytest
from flask import Flask

from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import paying_at, payment_page, session_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def order(app: Flask, own_stripe: RunningDemoStripe) -> MadeOrder:
    made = make_order(app, {make_product(app).variant.id: 1})
    payment_page(app, made)
    own_stripe.pay_session(session_of(app, made))
    return made


def said(app: Flask, *arguments: str) -> tuple[int, list[str]]:
    found = app.test_cli_runner().invoke(args=["reconcile", *arguments])
    return found.exit_code, found.output.splitlines()


def test_each_step_has_its_line_and_the_last_one_says_that_all_is_well(
    app: Flask, order: MadeOrder
) -> None:
    status, lines = said(app)
    assert status == 0
    assert "Zahlungsseiten: 1 angesehen, 1 nachgebucht." in lines
    assert lines[-1] == "Alles stimmt überein."
    assert state_of(app, order) == "paid"


def test_what_does_not_fit_is_named_and_the_status_says_so(app: Flask, order: MadeOrder) -> None:
    said(app)
    with running_demo_stripe() as another, paying_at(app, another):
        status, lines = said(app, "--days", "2")
    assert status == 1
    assert any(line.startswith("  ") and order.number in line for line in lines)
    assert lines[-1] == "1-mal stimmt etwas nicht."


def test_a_stripe_that_is_away_is_named_once_and_is_no_disagreement(
    app: Flask, order: MadeOrder
) -> None:
    with running_demo_stripe() as server:
        gone = server
    with paying_at(app, gone):
        status, lines = said(app)
    assert status == 2
    assert "Zahlungsseiten: ging nicht." in lines
    assert lines[-2:] == [
        f"Stripe ist nicht erreichbar ({gone.url}, APIConnectionError).",
        "7 Schritte gingen nicht: ob dort alles übereinstimmt, ist offen.",
    ]


def test_one_step_that_could_not_be_done_is_named_apart_from_what_does_not_fit(
    app: Flask, order: MadeOrder
) -> None:
    said(app)
    with running_demo_stripe() as another, paying_at(app, another):
        another.fail_next("500_before", "GET /v1/payouts", times=0)
        status, lines = said(app, "--days", "2")
    assert status == 2
    assert "Auszahlungen: ging nicht." in lines
    assert lines[-2:] == [
        "Ein Schritt ging nicht: ob dort alles übereinstimmt, ist offen.",
        "1-mal stimmt etwas nicht.",
    ]
