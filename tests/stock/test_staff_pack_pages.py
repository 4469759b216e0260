import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from shop.origin.block_batch import block_batch
from tests.cart.test_pages import text_of
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import make_person, sign_in, signed_in
from tests.make.stock import by_batch

PAGE = "/lager/chargen/26-118/abfuellen"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def batch_id(app: Flask) -> int:
    """Holds ten bags of 250 g, and 100 g more."""
    return make_batch(app, {make_green_lot(app): 3_200}, code="26-118", made_grams=2_600)


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén", variants=[{"units": 0}]).variant


def seen(page: str) -> str:
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def fill(
    client: FlaskClient, bag: MadeVariant, units: str, last: str | None = None
) -> tuple[int, str]:
    given = {"variant": str(bag.id), "units": units}
    given["seen"] = seen(client.get(PAGE).text) if last is None else last
    answer = client.post(PAGE, data=given, follow_redirects=True)
    return answer.status_code, answer.text


def test_bags_filled_are_on_the_shelf_and_the_page_says_what_is_left(
    app: Flask, staff: FlaskClient, batch_id: int, bag: MadeVariant
) -> None:
    status, page = fill(staff, bag, "4")
    assert status == 200 and "4 × Filter Jaén, 250 g, ganze Bohne eingebucht." in page
    assert "1,6\xa0kg" in page
    assert by_batch(app, bag.id) == {batch_id: (4, 0)}
    assert "Testperson 007" in staff.get(f"/lager/{bag.sku}").text
    with app.app_context():
        assert broken_laws() == {}


def test_more_than_it_holds_is_refused_and_how_many_fit_is_said(
    app: Flask, staff: FlaskClient, batch_id: int, bag: MadeVariant
) -> None:
    status, page = fill(staff, bag, "11")
    assert status == 409 and 'value="11"' in page
    assert "noch 2,6\xa0kg; das reicht für 10 Stück zu 250\xa0g." in page
    assert by_batch(app, bag.id) == {}


def test_a_button_pressed_twice_packs_once(
    app: Flask, staff: FlaskClient, batch_id: int, bag: MadeVariant
) -> None:
    last = seen(staff.get(PAGE).text)
    fill(staff, bag, "4", last)
    assert "Das war schon gebucht" in fill(staff, bag, "4", last)[1]
    assert by_batch(app, bag.id) == {batch_id: (4, 0)}


def test_a_second_person_is_asked_to_look_first(
    app: Flask, staff: FlaskClient, batch_id: int, bag: MadeVariant
) -> None:
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    last = seen(second.get(PAGE).text)
    fill(staff, bag, "4", last)
    status, page = fill(second, bag, "4", last)
    assert status == 409 and "schon einmal abgefüllt" in page and 'value="4"' in page
    assert fill(second, bag, "4", seen(page))[0] == 200
    assert by_batch(app, bag.id) == {batch_id: (8, 0)}


def test_a_blocked_batch_says_why_and_is_not_packed(
    app: Flask, staff: FlaskClient, batch_id: int, bag: MadeVariant
) -> None:
    last = seen(staff.get(PAGE).text)
    with app.app_context():
        block_batch(batch_id, "Fremdkörper gefunden", None)
        db.session.commit()
    status, page = fill(staff, bag, "4", last)
    assert status == 409
    assert "gesperrt: Fremdkörper gefunden. Aus ihr wird nichts abgefüllt." in page
    assert "<select" not in page
    assert by_batch(app, bag.id) == {}


def test_only_coffee_that_is_or_will_be_sold_can_be_packed(
    app: Flask, staff: FlaskClient, batch_id: int
) -> None:
    make_product(app, "Neuer Kaffee", state="draft")
    make_product(app, "Alter Kaffee", state="retired")
    make_product(app, "Becher", kind="goods", variants=[MUG])
    page = staff.get(PAGE).text
    assert "Neuer Kaffee" in page
    assert "Alter Kaffee" not in page and "Becher" not in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"units": ""}, "wie viele Stück Sie abgefüllt haben"),
        ({"units": "0"}, "Zahl von 1 bis 9999"),
        ({"units": "1_0"}, "wie viele Stück Sie abgefüllt haben"),
        ({"variant": ""}, "was Sie abgefüllt haben"),
        ({"variant": "999"}, "was Sie abgefüllt haben"),
    ],
)
def test_bad_entries_are_answered_in_words_and_pack_nothing(
    app: Flask,
    staff: FlaskClient,
    batch_id: int,
    bag: MadeVariant,
    given: dict[str, str],
    told: str,
) -> None:
    data = {"variant": str(bag.id), "units": "3", "seen": ""} | given
    answer = staff.post(PAGE, data=data)
    assert answer.status_code == 422 and told in answer.text
    assert by_batch(app, bag.id) == {}


def test_an_unknown_batch_is_not_found(staff: FlaskClient) -> None:
    assert staff.get("/lager/chargen/gibt-es-nicht/abfuellen").status_code == 404


def test_only_what_the_coffee_is_can_be_chosen_and_why_the_rest_cannot_is_said(
    app: Flask, staff: FlaskClient, batch_id: int, bag: MadeVariant
) -> None:
    make_product(app, "Entkoffeinierter", decaf=True)
    micro = make_product(app, "Mikrolot", provinces="cutervo", variants=[{"units": 0}]).variant
    page = text_of(staff.get(PAGE).text)
    assert "Entkoffeinierter: Das ist entkoffeiniert, diese Charge nicht." in page
    assert "Mikrolot: Der Name sagt, woher der ganze Kaffee kommt." in page
    assert "Mikrolot, 250 g" not in page and "Filter Jaén, 250 g" in page
    status, _ = fill(staff, micro, "1")
    assert status == 422
    labels = staff.get(PAGE.replace("abfuellen", "etiketten")).text
    assert "Filter Jaén, 250 g" in labels and "Mikrolot" not in labels
