"""The order page: what became of an order, in words, for whoever holds its address."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.cart.rules import Delivery
from shop.catalogue.models import Product, Variant
from shop.checkout.look_again import look_again
from shop.checkout.rules import Answers
from shop.clock import now, stopped_at
from shop.db import db
from shop.fulfilment.fulfil import hand_over, pack, ship
from tests.cart.test_pages import change, text_of
from tests.make.catalogue import MadeProduct, make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.orders import TO_VIENNA, MadeOrder, make_order, make_pickup_place, state_of
from tests.make.payments import paying_at, payment_page, session_of
from tests.make.stock import level_of


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


@pytest.fixture
def order(app: Flask, coffee: MadeProduct) -> MadeOrder:
    return make_order(app, {coffee.variant.id: 2})


def page(client: FlaskClient, order: MadeOrder) -> str:
    answer = client.get(f"/bestellung/{order.token}")
    assert answer.status_code == 200
    return text_of(answer.text)


def come_back(client: FlaskClient, order: MadeOrder) -> str:
    """As the payment page sends the customer back."""
    answer = client.get(f"/bestellung/{order.token}/zurueck")
    assert (answer.status_code, answer.location) == (303, f"/bestellung/{order.token}")
    return page(client, order)


def press(client: FlaskClient, order: MadeOrder, what: str) -> str:
    answer = client.post(f"/bestellung/{order.token}/{what}", follow_redirects=True)
    return text_of(answer.text)


def pay(app: Flask, client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe) -> str:
    stripe.pay(payment_page(app, order))
    return come_back(client, order)


def do(app: Flask, verb: object, *arguments: object) -> None:
    with app.app_context():
        verb(*arguments)  # type: ignore[operator]  # one of the verbs of fulfilment
        db.session.commit()


def test_an_unpaid_order_says_so_and_can_be_paid(client: FlaskClient, order: MadeOrder) -> None:
    words = page(client, order)
    assert "Bestellt, noch nicht bezahlt" in words
    assert "zurückgelegt bis" in words
    assert f"Bestellnummer {order.number}" in words
    assert "Jetzt bezahlen" in words
    assert "Bestellung aufgeben" in words


def test_an_unpaid_order_can_be_withdrawn_from(client: FlaskClient, order: MadeOrder) -> None:
    assert (
        f'href="/widerruf?bestellung={order.number}"'
        in client.get(f"/bestellung/{order.token}").text
    )


def test_a_bill_abroad_names_its_country(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    made = make_order(app, {coffee.variant.id: 1}, TO_VIENNA)
    assert "Rechnung an Demo-Büro Probegasse 2 1010 Wien Österreich" in page(client, made)


def test_the_page_shows_what_was_ordered_and_the_texts_that_hold(
    client: FlaskClient, order: MadeOrder
) -> None:
    answer = client.get(f"/bestellung/{order.token}")
    words = text_of(answer.text)
    assert "2 × Hausmischung , 250 g, ganze Bohne" in words
    assert "Waren 15,00 € Versand 4,90 € Gesamt 19,90 €" in words
    assert "darin 7 % MwSt. auf 19,90 € 1,30 €" in words
    assert "Testperson 001 Musterweg 1 12555 Berlin" in words
    links = answer.text.split('href="/recht/')[1:]
    assert len(links) >= 2
    assert all(client.get(f"/recht/{link[:64]}").status_code == 200 for link in links)


def test_the_page_never_changes_with_the_catalogue(
    app: Flask, client: FlaskClient, coffee: MadeProduct, order: MadeOrder
) -> None:
    before = page(client, order)
    change(app, Variant, coffee.variant.id, price_cents=9900)
    change(app, Product, coffee.id, name="Anders")
    assert page(client, order) == before


def test_a_guessed_address_tells_nothing(client: FlaskClient) -> None:
    for token in ("x", "A" * 32, "%00" * 24, "..%2f" * 8, "a" * 500):
        for what in ("", "/zurueck"):
            answer = client.get(f"/bestellung/{token}{what}")
            assert answer.status_code == 404, token
            assert "Bestellung" not in text_of(answer.text)
        for what in ("bezahlen", "aufgeben", "nochmal"):
            assert client.post(f"/bestellung/{token}/{what}").status_code == 404


def test_nobody_keeps_finds_or_passes_on_the_page(client: FlaskClient, order: MadeOrder) -> None:
    headers = client.get(f"/bestellung/{order.token}").headers
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_paying_leads_to_the_payment_page(
    client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe
) -> None:
    answer = client.post(f"/bestellung/{order.token}/bezahlen")
    assert answer.status_code == 303
    assert answer.location.startswith(stripe.url)


def test_coming_back_unpaid_is_no_failure(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe
) -> None:
    payment_page(app, order)
    words = come_back(client, order)
    assert "Bestellt, noch nicht bezahlt" in words
    assert "fehlgeschlagen" not in words


def test_coming_back_paid_is_said_at_once_without_any_webhook(
    app: Flask,
    client: FlaskClient,
    coffee: MadeProduct,
    order: MadeOrder,
    stripe: RunningDemoStripe,
) -> None:
    words = pay(app, client, order, stripe)
    assert "Danke, Ihre Bestellung ist bezahlt" in words
    assert re.search(r"sie ist bis \w+, \d+\. \w+ bei Ihnen", words)
    assert "Jetzt bezahlen" not in words
    assert level_of(app, coffee.variant.id) == (8, 0)


def test_coming_back_twice_books_once(
    app: Flask,
    client: FlaskClient,
    coffee: MadeProduct,
    order: MadeOrder,
    stripe: RunningDemoStripe,
) -> None:
    pay(app, client, order, stripe)
    come_back(client, order)
    assert level_of(app, coffee.variant.id) == (8, 0)


def test_coming_back_while_the_provider_is_away_shows_the_order(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe_server: RunningDemoStripe
) -> None:
    with paying_at(app, stripe_server):
        payment_page(app, order)
    assert "Bestellt, noch nicht bezahlt" in come_back(client, order)


def test_paying_twice_leads_to_the_order_and_takes_no_second_payment(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe
) -> None:
    pay(app, client, order, stripe)
    assert "Danke, Ihre Bestellung ist bezahlt" in press(client, order, "bezahlen")


def test_a_debit_is_under_way_and_asks_for_patience(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe
) -> None:
    stripe.pay(payment_page(app, order), "sepa_debit")
    words = come_back(client, order)
    assert "Ihre Zahlung ist unterwegs" in words
    assert "bitte bezahlen Sie nicht noch einmal" in words
    assert "Jetzt bezahlen" not in words
    assert "Bestellung aufgeben" not in words


def test_a_debit_that_bounced_is_said_kindly(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe
) -> None:
    stripe.pay(payment_page(app, order), "sepa_debit")
    come_back(client, order)
    stripe.settle_debit(session_of(app, order), succeeds=False)
    words = come_back(client, order)
    assert "Die Lastschrift wurde nicht eingelöst." in words
    assert "Sie schulden uns nichts" in words


def test_an_abandoned_order_ends_quietly_and_can_be_repeated(
    app: Flask, client: FlaskClient, coffee: MadeProduct, order: MadeOrder
) -> None:
    with running_demo_stripe() as later, paying_at(app, later):
        payment_page(app, order)
        later.advance_clock(3600)
        with app.app_context(), stopped_at(now() + timedelta(hours=1)):
            look_again()
    words = page(client, order)
    assert "Diese Bestellung ist aufgehoben" in words
    assert "Zahlung" not in words.partition("Bestellnummer")[0]
    assert "Waren 15,00 €" in press(client, order, "nochmal")
    assert level_of(app, coffee.variant.id) == (10, 0)


def test_giving_up_frees_the_goods_and_offers_them_again(
    app: Flask,
    client: FlaskClient,
    coffee: MadeProduct,
    order: MadeOrder,
    stripe: RunningDemoStripe,
) -> None:
    payment_page(app, order)
    words = press(client, order, "aufgeben")
    assert "Sie haben diese Bestellung aufgegeben" in words
    assert "Noch einmal in den Warenkorb" in words
    assert level_of(app, coffee.variant.id) == (10, 0)


def test_a_paid_order_cannot_be_given_up(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe
) -> None:
    stripe.pay(payment_page(app, order))
    words = press(client, order, "aufgeben")
    assert "Diese Bestellung lässt sich nicht mehr aufgeben." in words
    assert "Danke, Ihre Bestellung ist bezahlt" in words


def test_giving_up_while_the_provider_is_away_changes_nothing(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe_server: RunningDemoStripe
) -> None:
    with paying_at(app, stripe_server):
        payment_page(app, order)
    assert "Das ging gerade nicht" in press(client, order, "aufgeben")
    assert state_of(app, order) == "awaiting_payment"


def test_a_parcel_on_its_way_says_so(
    app: Flask, client: FlaskClient, order: MadeOrder, stripe: RunningDemoStripe
) -> None:
    pay(app, client, order, stripe)
    do(app, pack, order.id, None)
    assert "Ihre Bestellung ist gepackt" in page(client, order)
    do(app, ship, order.id, None, "DEMO-123")
    assert "Sendungsnummer: DEMO-123" in page(client, order)


def test_a_pickup_says_where_and_when(
    app: Flask, client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    place = make_pickup_place(app, "Demo-Kiezladen", hours="Sa 10–14 Uhr")
    answers = Answers(
        delivery=Delivery.PICKUP,
        email="testperson@example.org",
        name="Testperson 001",
        pickup_place_id=place,
    )
    order = make_order(app, {coffee.variant.id: 1}, answers)
    assert "liegt sie dort bereit" in pay(app, client, order, stripe)
    do(app, pack, order.id, None)
    assert "Sie können sie abholen: Demo-Kiezladen, Sa 10–14 Uhr." in page(client, order)
    do(app, hand_over, order.id, None)
    assert "Ihre Bestellung ist abgeholt" in page(client, order)


def test_looking_at_an_address_gives_nothing_up(client: FlaskClient, order: MadeOrder) -> None:
    for what in ("bezahlen", "aufgeben", "nochmal"):
        assert client.get(f"/bestellung/{order.token}/{what}").status_code == 405
