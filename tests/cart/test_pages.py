"""The cart as a customer sees it."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

from shop.catalogue.models import Product, Variant
from shop.db import db
from shop.stock.models import Level
from tests.make.catalogue import MadeProduct, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.proofs import CODE, lots_of, make_claim


def text_of(html: str) -> str:
    """The words of the main part, as they are read."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ").split())


def cart(client: FlaskClient) -> str:
    return text_of(client.get("/warenkorb").text)


def put(client: FlaskClient, variant_id: int, units: object = 1) -> None:
    answer = client.post("/warenkorb", data={"variante": variant_id, "menge": units})
    assert (answer.status_code, answer.location) == (303, "/warenkorb")


def change(app: Flask, table: type[object], id: int, **values: object) -> None:
    key = Level.variant_id if table is Level else table.id  # type: ignore[attr-defined]  # a model
    with app.app_context():
        db.session.execute(update(table).where(key == id).values(**values))
        db.session.commit()


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


@pytest.fixture
def mug(app: Flask) -> MadeProduct:
    one = {"size": "Ein Stück", "grind": None, "net_grams": None, "coffee_grams": 0}
    return make_product(
        app,
        "Becher",
        kind="goods",
        legal_name="",
        variants=[one | {"vat_class": "standard", "price_cents": 1500}],
    )


def test_looking_at_an_empty_cart_sets_no_cookie_and_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/warenkorb")
    assert "Set-Cookie" not in answer.headers
    assert "Ihr Warenkorb ist leer" in text_of(answer.text)
    assert 'href="/kaffee/"' in answer.text


def test_what_is_put_in_is_there_with_its_price(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id, 2)
    words = cart(client)
    assert "Hausmischung 250 g, ganze Bohne 7,50 € · 30,00 €/kg" in words
    assert "Waren 15,00 € Versand 4,90 € Gesamt 19,90 €" in words
    assert "Noch 25,00 € bis zum kostenlosen Versand" in words


def test_putting_in_again_adds_up(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id, 2)
    put(client, coffee.variant.id, 3)
    assert "Gesamt 42,40 €" in cart(client)


def test_a_mixed_cart_shows_both_rates_with_their_share_of_the_shipping(
    client: FlaskClient, coffee: MadeProduct, mug: MadeProduct
) -> None:
    put(client, coffee.variant.id, 2)
    put(client, mug.variant.id)
    words = cart(client)
    assert "darin 7 % MwSt. auf 17,45 € 1,14 €" in words
    assert "darin 19 % MwSt. auf 17,45 € 2,79 €" in words


def test_delivery_and_payment_are_named_before_ordering_begins(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    words = cart(client)
    assert "Wir liefern nur innerhalb Deutschlands" in words
    assert "mit Karte, PayPal oder SEPA-Lastschrift" in words


def test_the_way_without_an_account_is_the_button_and_says_so(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    assert re.search(
        r'<button [^>]*value="kasse">Als Gast zur Kasse</button>', client.get("/warenkorb").text
    )


def test_the_cart_is_priced_anew_on_each_view(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    change(app, Variant, coffee.variant.id, price_cents=800)
    assert "Waren 8,00 €" in cart(client)


def test_a_line_says_that_fewer_are_left(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id, 5)
    make_order(app, {coffee.variant.id: 7})
    words = cart(client)
    assert "Nur noch 3 Stück da: Wir haben die Menge von 5 auf 3 geändert." in words
    assert "Waren 22,50 €" in words


def test_a_line_says_that_it_sold_out_and_counts_for_nothing(
    app: Flask, client: FlaskClient, coffee: MadeProduct, mug: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    put(client, mug.variant.id)
    make_order(app, {coffee.variant.id: 10})
    words = cart(client)
    assert "Inzwischen ausverkauft. Es wird nicht mitbestellt." in words
    assert "Waren 15,00 €" in words


def test_a_line_says_that_it_is_no_longer_sold(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    change(app, Product, coffee.id, state="retired")
    assert "Das verkaufen wir nicht mehr. Es wird nicht mitbestellt." in cart(client)
    assert "zur Kasse" not in cart(client)


def test_zero_removes_and_one_click_brings_it_back(
    client: FlaskClient, coffee: MadeProduct, mug: MadeProduct
) -> None:
    put(client, coffee.variant.id, 2)
    put(client, mug.variant.id)
    sent = {"variante": [coffee.variant.id, mug.variant.id], "menge": ["0", "1"]}
    answer = client.post("/warenkorb/aendern", data=sent, follow_redirects=True)
    assert "„Hausmischung, 250 g, ganze Bohne“ ist nicht mehr im Warenkorb." in text_of(answer.text)
    undo = answer.text.partition('class="cart-removed"')[2].partition("</form>")[0]
    values = dict(re.findall(r'name="(\w+)" value="(\w+)"', undo))
    back = client.post("/warenkorb/aendern", data=values, follow_redirects=True)
    assert "Waren 30,00 €" in text_of(back.text)


def test_the_remove_button_leaves_the_other_lines_alone(
    client: FlaskClient, coffee: MadeProduct, mug: MadeProduct
) -> None:
    put(client, coffee.variant.id, 2)
    put(client, mug.variant.id)
    sent = {
        "variante": [coffee.variant.id, mug.variant.id],
        "menge": ["2", "1"],
        "entfernen": coffee.variant.id,
    }
    client.post("/warenkorb/aendern", data=sent)
    assert "Waren 15,00 €" in cart(client)


def test_emptying_the_cart_takes_its_cookie_away(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id)
    answer = client.post("/warenkorb/aendern", data={"entfernen": coffee.variant.id})
    assert "Max-Age=0" in answer.headers["Set-Cookie"]


def test_the_way_to_the_checkout_takes_typed_quantities_along(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    sent = {"variante": coffee.variant.id, "menge": "4", "weiter": "kasse"}
    assert client.post("/warenkorb/aendern", data=sent).location == "/kasse"
    assert "Waren 30,00 €" in cart(client)


def test_a_quantity_that_is_none_is_refused_in_words(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id, 2)
    for typed in ("-1", "0", "zwei", "", "1e3", "999999999999", "1.5", "١", "100"):
        answer = client.post("/warenkorb", data={"variante": coffee.variant.id, "menge": typed})
        assert answer.status_code == 422, typed
        assert "eine ganze Zahl ein, höchstens 99" in text_of(answer.text)
        assert f'value="{typed}"' in answer.text
    assert "Waren 15,00 €" in cart(client)


def test_a_line_keeps_what_was_typed_and_says_what_is_wrong(
    client: FlaskClient, coffee: MadeProduct, mug: MadeProduct
) -> None:
    put(client, coffee.variant.id, 2)
    put(client, mug.variant.id)
    for typed in ("-1", "zwei", "", "1000"):
        sent = {"variante": [coffee.variant.id, mug.variant.id], "menge": ["3", typed]}
        answer = client.post("/warenkorb/aendern", data=sent)
        assert answer.status_code == 422, typed
        assert f'href="#menge-{mug.variant.id}"' in answer.text
        assert f'value="{typed}"' in answer.text
        assert 'max="10" value="3"' in answer.text
    assert "Waren 30,00 €" in cart(client)


def test_adding_up_to_more_than_a_cart_takes_is_refused_in_words(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id, 60)
    answer = client.post("/warenkorb", data={"variante": coffee.variant.id, "menge": "60"})
    assert answer.status_code == 422
    assert "Mehr als 99 Stück" in text_of(answer.text)


def test_what_is_sold_out_is_not_put_in(app: Flask, client: FlaskClient) -> None:
    gone = make_product(app, "Mikrolot", variants=[{"units": 0}])
    answer = client.post("/warenkorb", data={"variante": gone.variant.id, "menge": "1"})
    assert answer.status_code == 409
    assert "Mikrolot Das ist gerade ausverkauft." in text_of(answer.text)
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_variant_changes_nothing(client: FlaskClient) -> None:
    for variant in ("0", "-1", "999999", "2147483648", "1 or 1=1", "", "\x01"):
        added = client.post("/warenkorb", data={"variante": variant, "menge": "1"})
        assert added.status_code == 404, variant
        assert "Diesen Artikel verkaufen wir nicht" in text_of(added.text)
        client.post("/warenkorb/aendern", data={"variante": variant, "menge": "1"})
        assert "Ihr Warenkorb ist leer" in cart(client)


def test_a_draft_cannot_be_bought_and_is_not_named(app: Flask, client: FlaskClient) -> None:
    draft = make_product(app, "Geheimröstung", state="draft")
    answer = client.post("/warenkorb", data={"variante": draft.variant.id})
    assert answer.status_code == 404
    assert "Geheimröstung" not in answer.text


def test_a_cart_made_by_a_stranger_is_an_empty_cart(client: FlaskClient) -> None:
    client.set_cookie("stadtkaffee_korb", "W1sxLDJdXQ.gefaelscht")
    answer = client.get("/warenkorb")
    assert answer.status_code == 200
    assert "Ihr Warenkorb ist leer" in text_of(answer.text)


def test_a_foreign_page_cannot_fill_a_cart(client: FlaskClient, coffee: MadeProduct) -> None:
    answer = client.post(
        "/warenkorb",
        data={"variante": coffee.variant.id},
        headers={"Origin": "https://boese.example"},
    )
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_a_cart_costs_two_queries_however_many_lines(app: Flask, client: FlaskClient) -> None:
    for number in range(12):
        put(client, make_product(app, f"Kaffee {number}").variant.id)
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    client.get("/warenkorb")
    assert len([statement for statement in asked if "SELECT" in statement]) <= 2


def test_a_line_says_what_holds_for_every_bag_it_may_be(app: Flask, client: FlaskClient) -> None:
    proven, plain = make_batch(app), make_batch(app)
    make_claim(app, lots_of(app, proven))
    sure = make_product(app, "Sicher", variants=[{"shelf": {proven: 5}}])
    mixed = make_product(app, "Gemischt", variants=[{"shelf": {proven: 5, plain: 5}}])
    for made in (sure, mixed):
        put(client, made.variant.id)
    lines = [text_of(f"<main>{part}</main>") for part in _lines(client.get("/warenkorb").text)]
    assert f"Bio-Kaffee aus ökologischem Anbau · {CODE} · Landwirtschaft Peru" in lines[0]
    assert "Bio" not in lines[1]


def _lines(html: str) -> list[str]:
    return html.split('<li class="line">')[1:]
