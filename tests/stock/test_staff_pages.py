import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.stock.models import Level, Movement
from tests.make.books import broken_laws
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.people import make_person, sign_in, signed_in


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén").variant


def level(app: Flask, variant: MadeVariant) -> tuple[int, int]:
    with app.app_context():
        found = db.session.get_one(Level, variant.id)
        assert broken_laws() == {}
        return found.on_hand, found.reserved


def seen(page: str) -> str:
    return page.split('name="receive-seen"')[1].split('value="')[1].split('"')[0]


def receive_units(client: FlaskClient, variant: MadeVariant, units: str, last: str) -> str:
    data = {"receive-units": units, "receive-reason": "Lieferschein 17", "receive-seen": last}
    return client.post(f"/lager/{variant.sku}/wareneingang", data=data, follow_redirects=True).text


def correct_units(client: FlaskClient, variant: MadeVariant, **given: str) -> tuple[int, str]:
    opened = seen(client.get(f"/lager/{variant.sku}").text)
    data = {"direction": "less", "units": "1", "reason": "Tüte gerissen", "seen": opened} | given
    answer = client.post(
        f"/lager/{variant.sku}/korrektur",
        data={f"correct-{name}": value for name, value in data.items()},
        follow_redirects=True,
    )
    return answer.status_code, answer.text


def test_the_list_says_what_is_free_and_what_runs_out(app: Flask, staff: FlaskClient) -> None:
    make_product(app, "Voll", variants=[{"units": 40}])
    make_product(app, "Fast leer", variants=[{"units": 3}])
    make_product(app, "Leer", variants=[{"units": 0}])
    page = staff.get("/lager/").text
    assert "genug da" not in page and "wird knapp" in page and "nichts frei" in page
    low = staff.get("/lager/?zeige=knapp").text
    assert "Fast leer" in low and "Leer" in low and "Voll" not in low
    assert "Fast leer" not in staff.get("/lager/?zeige=leer").text


@pytest.mark.parametrize("q", ["jaén 250", "FILTER", "T-"])
def test_a_variant_is_found_by_name_size_and_number(
    staff: FlaskClient, bag: MadeVariant, q: str
) -> None:
    assert bag.sku in staff.get("/lager/", query_string={"q": q}).text


@pytest.mark.parametrize("q", ["%", "_", "' or 1=1 --", "\x00x\x00", "🎁" * 500])
def test_strange_searches_find_nothing_and_break_nothing(
    staff: FlaskClient, bag: MadeVariant, q: str
) -> None:
    answer = staff.get("/lager/", query_string={"q": q, "seite": "-1", "zeige": "<b>"})
    assert answer.status_code == 200
    assert bag.sku not in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "9" * 30, "x", "٣"])
def test_a_page_that_does_not_exist_shows_one_that_does(
    staff: FlaskClient, bag: MadeVariant, page: str
) -> None:
    assert bag.sku in staff.get("/lager/", query_string={"seite": page}).text


def test_goods_that_came_in_are_on_the_shelf_with_their_delivery_note(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    last = seen(staff.get(f"/lager/{bag.sku}").text)
    page = receive_units(staff, bag, "24", last)
    assert "24 Stück eingebucht." in page
    assert level(app, bag) == (34, 0)
    assert "Lieferschein 17" in page and "Testperson 007" in page and "+24" in page


def test_a_button_pressed_twice_books_once_and_says_so(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    last = seen(staff.get(f"/lager/{bag.sku}").text)
    receive_units(staff, bag, "24", last)
    assert "Das war schon gebucht" in receive_units(staff, bag, "24", last)
    assert level(app, bag) == (34, 0)


def test_the_same_delivery_may_come_again_from_a_fresh_page(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    for _ in range(2):
        receive_units(staff, bag, "5", seen(staff.get(f"/lager/{bag.sku}").text))
    assert level(app, bag) == (20, 0)


def test_of_two_people_who_book_at_once_the_second_is_asked_to_look(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    last = seen(second.get(f"/lager/{bag.sku}").text)
    receive_units(staff, bag, "24", last)
    page = receive_units(second, bag, "24", last)
    assert "Inzwischen wurde diese Sorte schon einmal gebucht" in page
    assert 'value="24"' in page
    assert level(app, bag) == (34, 0)
    receive_units(second, bag, "24", seen(page))
    assert level(app, bag) == (58, 0)


def test_sales_between_do_not_disturb_a_booking(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    last = seen(staff.get(f"/lager/{bag.sku}").text)
    make_order(app, {bag.id: 2})
    receive_units(staff, bag, "24", last)
    assert level(app, bag) == (34, 2)


def test_a_correction_keeps_its_reason_and_its_author(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    status, page = correct_units(staff, bag, units="2")
    assert (status, level(app, bag)) == (200, (8, 0))
    assert "Tüte gerissen" in page and "−2" in page
    with app.app_context():
        movement = db.session.scalars(select(Movement).where(Movement.kind == "correction")).one()
        assert movement.person_id is not None
    assert correct_units(staff, bag, direction="more", units="5")[0] == 200
    assert level(app, bag) == (13, 0)


def test_what_is_promised_to_orders_cannot_be_corrected_away(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    make_order(app, {bag.id: 9})
    status, page = correct_units(staff, bag, units="2")
    assert status == 409 and "Bestellungen warten darauf" in page and 'value="2"' in page
    assert level(app, bag) == (10, 9)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"units": ""}, "um wie viele Stück es abweicht"),
        ({"units": "0"}, "Zahl von 1 bis 9999"),
        ({"units": "-3"}, "Zahl von 1 bis 9999"),
        ({"units": "1_0"}, "um wie viele Stück es abweicht"),
        ({"units": "٣"}, "um wie viele Stück es abweicht"),
        ({"units": "9" * 40}, "um wie viele Stück es abweicht"),
        ({"reason": "   "}, "Bitte geben Sie einen Grund an"),
        ({"reason": "x" * 201}, "höchstens 200 Zeichen"),
        ({"reason": "a\u202eb"}, "unsichtbare Zeichen"),
        ({"direction": "sideways"}, "ob weniger oder mehr da ist"),
    ],
)
def test_bad_entries_are_answered_in_words_and_book_nothing(
    app: Flask, staff: FlaskClient, bag: MadeVariant, given: dict[str, str], told: str
) -> None:
    status, page = correct_units(staff, bag, **given)
    assert status == 422 and told in page
    assert level(app, bag) == (10, 0)


def test_an_unknown_article_is_not_found(staff: FlaskClient) -> None:
    assert staff.get("/lager/gibt-es-nicht").status_code == 404
    assert staff.get("/lager/%00").status_code == 404
    assert staff.post("/lager/gibt-es-nicht/korrektur").status_code == 404
