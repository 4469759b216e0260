"""From the cart to a binding order, as a browser without scripts goes through it."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import Cookie, TestResponse

from shop.catalogue.models import Product, Variant
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import Order, PickupPlace
from shop.origin.revoke_certificate import revoke_certificate
from tests.cart.test_pages import change, put, text_of
from tests.checkout.test_forms import PICKUP, SHIPPING
from tests.make.catalogue import MadeProduct, make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import make_order, make_pickup_place
from tests.make.origin import make_batch
from tests.make.proofs import lots_of, make_certificate, make_claim, make_scheme
from tests.make.stock import level_of


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


def go_to_review(client: FlaskClient, coffee: MadeProduct, units: int = 2) -> dict[str, str]:
    """Two bags in the cart, the form filled; what the review page will send back."""
    put(client, coffee.variant.id, units)
    assert client.post("/kasse", data=SHIPPING).location == "/kasse/pruefen"
    return hidden(client.get("/kasse/pruefen").text)


def hidden(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


def order(client: FlaskClient, seen: dict[str, str]) -> TestResponse:
    return client.post("/kasse/bestellen", data=seen)


@dataclass(frozen=True)
class Booked:
    orders: int
    mails: int


def booked(app: Flask) -> Booked:
    with app.app_context():
        count = select(func.count())
        orders = db.session.scalar(count.select_from(Order)) or 0
        return Booked(orders, db.session.scalar(count.select_from(OutboxMail)) or 0)


NOTHING = Booked(0, 0)


def test_the_checkout_begins_for_guests(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id)
    words = text_of(client.get("/kasse").text)
    assert "Als Gast bestellen Ein Konto ist nicht nötig." in words


def test_every_field_tells_the_browser_what_it_is(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id)
    html = client.get("/kasse").text
    for name in ("email", "name", "street", "postcode", "city", "phone", "billing_name"):
        field = re.search(rf'<input[^>]* name="{name}"[^>]*>', html)
        assert field is not None
        assert "autocomplete=" in field[0]
        assert f'<label for="{name}"' in html


def test_an_empty_cart_leads_back_to_the_cart(client: FlaskClient) -> None:
    assert client.get("/kasse").location == "/warenkorb"


def test_errors_stand_on_top_and_at_the_field_and_nothing_typed_is_lost(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    answer = client.post("/kasse", data=SHIPPING | {"postcode": "125", "city": "", "phone": "x"})
    assert answer.status_code == 422
    summary = answer.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    at_the_fields = answer.text.partition("</ul>")[2]
    for name, sentence in re.findall(r'<a href="#(\w+)">([^<]+)</a>', summary):
        assert f'id="{name}-error"' in at_the_fields
        assert sentence in at_the_fields
    assert {"postcode", "city", "phone"} == set(re.findall(r'href="#(\w+)"', summary))
    assert 'value="125"' in answer.text
    assert 'value="Musterweg 1"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_what_is_typed_is_shown_as_text(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id)
    evil = '"><script>alert(1)</script>'
    assert "<script>alert" not in client.post("/kasse", data=SHIPPING | {"city": evil}).text
    assert "<script>alert" not in client.get("/kasse/pruefen").text


def test_a_missing_house_number_is_asked_about_and_can_be_confirmed(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    unsure = SHIPPING | {"street": "Am Markt"}
    asked = client.post("/kasse", data=unsure)
    assert asked.status_code == 422
    assert "Fehlt bei „Am Markt“ die Hausnummer?" in text_of(asked.text)
    confirmed = client.post("/kasse", data=unsure | hidden(asked.text))
    assert confirmed.location == "/kasse/pruefen"


def test_pickup_shows_places_with_hours_and_day(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    place = make_pickup_place(app, "Demo-Kiezladen", hours="Sa 10–14 Uhr")
    put(client, coffee.variant.id)
    html = client.get("/kasse?art=abholung").text
    assert re.search(r"<input checked[^>]*value=\"pickup\"", html)
    assert "Sa 10–14 Uhr Bereit ab" in text_of(html)
    client.post("/kasse", data=PICKUP | {"pickup_place_id": str(place)})
    words = text_of(client.get("/kasse/pruefen").text)
    assert "Abholung ändern : Abholung Demo-Kiezladen Alt-Köpenick 21 12555 Berlin" in words
    assert "Waren 7,50 € Abholung kostenlos Gesamt 7,50 €" in words


def test_a_place_that_closed_meanwhile_is_asked_for_again(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    place = make_pickup_place(app)
    make_pickup_place(app, "Demo-Kiezladen")
    put(client, coffee.variant.id)
    client.post("/kasse", data=PICKUP | {"pickup_place_id": str(place)})
    seen = hidden(client.get("/kasse/pruefen").text)
    change(app, PickupPlace, place, open=False)
    assert client.get("/kasse/pruefen").location == "/kasse"
    assert order(client, seen).location == "/kasse"
    assert booked(app) == NOTHING


def test_the_review_has_everything_above_its_one_button(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    go_to_review(client, coffee)
    form = client.get("/kasse/pruefen").text.partition('<form class="review"')[2]
    form = form.partition("</form>")[0]
    buttons = re.findall(r"<button[^>]*>(.*?)</button>|type=\"submit\"", form)
    assert buttons == ["zahlungspflichtig bestellen"]
    section = text_of("<main" + form.partition("<section")[2].partition("<button")[0] + "</main>")
    for essential in (
        "2 × Hausmischung, 250 g, ganze Bohne Röstkaffee, ganze Bohne, 250 g",
        "7,50 € je Stück · 30,00 €/kg 15,00 €",
        "Waren 15,00 € Versand 4,90 € Gesamt 19,90 €",
        "darin 7 % MwSt. auf 19,90 € 1,30 €",
        "mit Karte, PayPal oder SEPA-Lastschrift",
        "AGB",
        "Widerrufsbelehrung",
        "über „ändern“",
        "Den Vertragstext speichern wir",
        "Vertragssprache ist Deutsch",
        "Verhaltenskodex",
    ):
        assert essential in section
    assert "<details" not in form


def test_the_review_shows_address_mail_and_the_promised_day(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    go_to_review(client, coffee)
    words = text_of(client.get("/kasse/pruefen").text)
    assert "Testperson 001 Musterweg 1 12555 Berlin" in words
    assert "per E-Mail an testperson@example.org" in words
    assert re.search(r"Bei Ihnen bis \w+, \d+\. \w+", words)


def test_nothing_is_ticked_beforehand(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id)
    client.post("/kasse", data=SHIPPING)
    for path in ("/warenkorb", "/kasse", "/kasse/pruefen"):
        boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', client.get(path).text)
        assert not any("checked" in box for box in boxes)


def test_a_binding_click_orders_holds_writes_a_mail_and_leads_to_the_payment(
    app: Flask, client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    answer = order(client, go_to_review(client, coffee))
    assert answer.status_code == 303
    assert answer.location.startswith(stripe.url)
    assert booked(app) == Booked(orders=1, mails=1)
    assert level_of(app, coffee.variant.id) == (10, 2)
    assert "Ihr Warenkorb ist leer" in client.get("/warenkorb").text


def test_the_promise_of_the_review_is_the_promise_of_the_order(
    app: Flask, client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    seen = go_to_review(client, coffee)
    words = text_of(client.get("/kasse/pruefen").text)
    order(client, seen)
    with app.app_context():
        promised = db.session.scalars(select(Order.promised_on)).one()
        day = app.jinja_env.filters["weekday_de"](promised).replace("\xa0", " ")
    assert f"Bei Ihnen bis {day}" in words


def test_a_second_click_finds_the_first_order(
    app: Flask, client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    seen = go_to_review(client, coffee)
    assert order(client, seen).location == order(client, seen).location
    assert booked(app) == Booked(orders=1, mails=1)


def test_two_clicks_at_the_same_moment_order_once(
    app: Flask, client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    seen = go_to_review(client, coffee)
    header = "; ".join(f"{c.key}={c.value}" for c in cookies(client))

    def click(_: int) -> TestResponse:
        fresh = app.test_client(use_cookies=False)
        return fresh.post("/kasse/bestellen", data=seen, headers={"Cookie": header})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert booked(app) == Booked(orders=1, mails=1)
    assert level_of(app, coffee.variant.id) == (10, 2)


def cookies(client: FlaskClient) -> list[Cookie]:
    names = ("stadtkaffee_korb", "stadtkaffee_kasse")
    return [found for name in names if (found := client.get_cookie(name))]


def test_going_back_after_ordering_leads_to_the_order(
    client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    order(client, go_to_review(client, coffee))
    for path in ("/kasse", "/kasse/pruefen"):
        answer = client.get(path, follow_redirects=True)
        assert "Bestellt, noch nicht bezahlt" in text_of(answer.text)


def test_the_next_purchase_is_another_order(
    app: Flask, client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    order(client, go_to_review(client, coffee))
    order(client, go_to_review(client, coffee, 1))
    assert booked(app).orders == 2
    assert level_of(app, coffee.variant.id) == (10, 3)


def test_an_old_click_leaves_a_new_cart_alone(
    app: Flask, client: FlaskClient, coffee: MadeProduct, stripe: RunningDemoStripe
) -> None:
    seen = go_to_review(client, coffee)
    order(client, seen)
    put(client, make_product(app, "Filter Jaén").variant.id)
    order(client, seen)
    assert "Filter Jaén" in client.get("/warenkorb").text
    assert booked(app).orders == 1


def test_a_price_that_changed_is_shown_before_anything_is_booked(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    seen = go_to_review(client, coffee)
    change(app, Variant, coffee.variant.id, price_cents=800)
    answer = order(client, seen)
    assert answer.status_code == 409
    words = text_of(answer.text)
    assert "Der Preis ist jetzt 8,00 € statt 7,50 €." in words
    assert "Der Gesamtpreis ist jetzt 20,90 € statt 19,90 €." in words
    assert booked(app) == NOTHING
    assert level_of(app, coffee.variant.id) == (10, 0)


def test_fewer_units_than_shown_are_said_at_the_line(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    seen = go_to_review(client, coffee)
    make_order(app, {coffee.variant.id: 9})
    answer = order(client, seen)
    assert answer.status_code == 409
    assert "Nur noch 1 Stück da: Wir haben die Menge von 2 auf 1 geändert." in text_of(answer.text)
    assert booked(app).orders == 1


def test_what_is_gone_is_said_in_the_cart(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    seen = go_to_review(client, coffee)
    change(app, Product, coffee.id, state="retired")
    answer = client.post("/kasse/bestellen", data=seen, follow_redirects=True)
    assert "Das verkaufen wir nicht mehr" in text_of(answer.text)
    assert booked(app) == NOTHING


def test_a_cart_changed_in_another_window_is_shown_again(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    seen = go_to_review(client, coffee)
    put(client, make_product(app, "Filter Jaén").variant.id)
    answer = order(client, seen)
    assert answer.status_code == 409
    assert "Filter Jaén" in answer.text
    assert "Neu dazugekommen." in text_of(answer.text)
    assert booked(app) == NOTHING


def test_an_address_changed_in_another_window_is_shown_before_it_counts(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    seen = go_to_review(client, coffee)
    client.post("/kasse", data=SHIPPING | {"street": "Andere Straße 7"})
    answer = order(client, seen)
    assert answer.status_code == 409
    assert "Andere Straße 7" in answer.text
    assert "Ihre Angaben prüfen Sie bitte" in text_of(answer.text)
    assert booked(app) == NOTHING


def test_a_click_that_has_not_seen_the_review_orders_nothing(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    go_to_review(client, coffee)
    for seen in ("", "0" * 32, "\x01", "é" * 500):
        answer = order(client, {"gesehen": seen, "stand": seen})
        assert answer.status_code == 409
        assert "zahlungspflichtig bestellen" in answer.text
    assert booked(app) == NOTHING


def test_a_foreign_page_cannot_order(app: Flask, client: FlaskClient, coffee: MadeProduct) -> None:
    seen = go_to_review(client, coffee)
    headers = {"Origin": "https://boese.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/kasse/bestellen", data=seen, headers=headers).status_code == 403
    assert booked(app) == NOTHING


def test_an_order_stands_when_the_payment_page_does_not_open(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    answer = client.post(
        "/kasse/bestellen", data=go_to_review(client, coffee), follow_redirects=True
    )
    words = text_of(answer.text)
    assert "Die Bezahlseite ist gerade nicht erreichbar. Ihre Bestellung ist aufgegeben" in words
    assert "Jetzt bezahlen" in words
    assert booked(app) == Booked(orders=1, mails=1)


def test_looking_orders_nothing(app: Flask, client: FlaskClient, coffee: MadeProduct) -> None:
    go_to_review(client, coffee)
    assert client.get("/kasse/bestellen").status_code == 405
    assert booked(app) == NOTHING


def test_a_claim_stands_before_the_button_and_its_end_shows_the_review_again(
    app: Flask, client: FlaskClient
) -> None:
    batch = make_batch(app)
    certificate = make_certificate(app, make_scheme(app, "fair"), control_body_code="")
    make_claim(app, lots_of(app, batch), "fair", certificate_ids=[certificate])
    seen = go_to_review(client, make_product(app, variants=[{"shelf": {batch: 5}}]))
    before = client.get("/kasse/pruefen").text.partition("zahlungspflichtig bestellen</button>")[0]
    assert "Demo-Fair-zertifiziert" in before
    with app.app_context():
        revoke_certificate(certificate, "zurückgezogen", None)
        db.session.commit()
    answer = order(client, seen)
    assert answer.status_code == 409
    words = text_of(answer.text)
    assert "Was für diese Ware belegt ist, hat sich geändert." in words
    assert "Demo-Fair" not in words
    assert booked(app) == NOTHING
