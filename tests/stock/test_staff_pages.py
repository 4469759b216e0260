import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.clock import today
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.rules import DAYS_TO_DRINK_IT
from shop.stock.models import Level, Movement
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.people import make_person, sign_in, signed_in
from tests.make.stock import by_batch, level_of


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén").variant


@pytest.fixture
def mug(app: Flask) -> MadeVariant:
    return make_product(app, "Becher", kind="goods", variants=[MUG]).variant


def level(app: Flask, variant: MadeVariant) -> tuple[int, int]:
    with app.app_context():
        assert broken_laws() == {}
    return level_of(app, variant.id)


def text_of(page: str) -> str:
    """What is read, blanks between words."""
    plain = re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").replace("&nbsp;", " ")
    return " ".join(plain.split())


def seen(page: str, form: str = "receive") -> str:
    return page.split(f'name="{form}-seen"')[1].split('value="')[1].split('"')[0]


def receive_units(client: FlaskClient, variant: MadeVariant, units: str, last: str) -> str:
    data = {"receive-units": units, "receive-reason": "Lieferschein 17", "receive-seen": last}
    return client.post(f"/lager/{variant.sku}/wareneingang", data=data, follow_redirects=True).text


def correct_units(client: FlaskClient, variant: MadeVariant, **given: str) -> tuple[int, str]:
    opened = seen(client.get(f"/lager/{variant.sku}").text, "correct")
    data = {"direction": "less", "units": "1", "reason": "Tüte gerissen", "seen": opened} | given
    answer = client.post(
        f"/lager/{variant.sku}/korrektur",
        data={f"correct-{name}": value for name, value in data.items()},
        follow_redirects=True,
    )
    return answer.status_code, answer.text


def test_the_list_says_what_is_free_and_what_runs_out(app: Flask, staff: FlaskClient) -> None:
    full = make_product(app, "Voll", reorder_grams=1000, variants=[{"units": 1}, {"units": 40}])
    nearly = make_product(
        app, "Fast leer", reorder_grams=1000, variants=[{"units": 3}, {"units": 0}]
    )
    make_product(app, "Unbeobachtet", variants=[{"units": 3}])
    page = staff.get("/lager/").text
    assert page.count("läuft aus</span>") == 1 and page.count("nichts frei</span>") == 1
    low = staff.get("/lager/?zeige=knapp").text
    assert all(variant.sku in low for variant in nearly.variants)
    assert "Voll" not in low and "Unbeobachtet" not in low
    one, other = (staff.get(f"/lager/{made.variant.sku}").text for made in (nearly, full))
    assert "läuft aus</span>" in one and "läuft aus</span>" not in other
    empty = staff.get("/lager/?zeige=leer").text
    assert nearly.variants[1].sku in empty and "ganze Bohne" in empty
    assert nearly.variants[0].sku + "<" not in empty and "Voll" not in empty


@pytest.mark.parametrize("q", ["jaén 250", "FILTER", "T-"])
def test_a_variant_is_found_by_name_size_and_number(
    staff: FlaskClient, bag: MadeVariant, q: str
) -> None:
    assert bag.sku in staff.get("/lager/", query_string={"q": q}).text


@pytest.mark.parametrize("q", ["%", "_", "' or 1=1 --", "\x01x\x01", "🎁" * 500])
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
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    last = seen(staff.get(f"/lager/{mug.sku}").text)
    page = receive_units(staff, mug, "24", last)
    assert "24 Stück eingebucht." in page
    assert level(app, mug) == (34, 0)
    assert "Lieferschein 17" in page and "Testperson 007" in page and "+24" in page


def test_a_button_pressed_twice_books_once_and_says_so(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    last = seen(staff.get(f"/lager/{mug.sku}").text)
    receive_units(staff, mug, "24", last)
    assert "Das war schon gebucht" in receive_units(staff, mug, "24", last)
    assert level(app, mug) == (34, 0)


def test_the_same_delivery_may_come_again_from_a_fresh_page(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    for _ in range(2):
        receive_units(staff, mug, "5", seen(staff.get(f"/lager/{mug.sku}").text))
    assert level(app, mug) == (20, 0)


def test_of_two_people_who_book_at_once_the_second_is_asked_to_look(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    last = seen(second.get(f"/lager/{mug.sku}").text)
    receive_units(staff, mug, "24", last)
    page = receive_units(second, mug, "24", last)
    assert "Inzwischen wurde diese Sorte schon einmal gebucht" in page
    assert 'value="24"' in page
    assert level(app, mug) == (34, 0)
    receive_units(second, mug, "24", seen(page))
    assert level(app, mug) == (58, 0)


def test_sales_between_do_not_disturb_a_booking(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    last = seen(staff.get(f"/lager/{mug.sku}").text)
    make_order(app, {mug.id: 2})
    receive_units(staff, mug, "24", last)
    assert level(app, mug) == (34, 2)


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


@pytest.fixture
def two_batches(app: Flask) -> tuple[int, int]:
    """The newer was made first here; the older expires first."""
    newer = make_batch(app, code="26-118", best_before=date(2097, 11, 20))
    return make_batch(app, code="26-090", best_before=date(2097, 5, 2)), newer


@pytest.fixture
def both(app: Flask, two_batches: tuple[int, int]) -> MadeVariant:
    older, newer = two_batches
    return make_product(app, "Filter Jaén", variants=[{"shelf": {newer: 8, older: 4}}]).variant


def test_coffee_is_shown_batch_by_batch_and_what_expires_first_comes_first(
    app: Flask, staff: FlaskClient, both: MadeVariant
) -> None:
    make_order(app, {both.id: 5})
    page = text_of(staff.get(f"/lager/{both.sku}").text)
    assert "26-090 2. Mai 2097 Lager 4 4 0 " in page
    assert page.index("26-090") < page.index("26-118 20. November 2097 Lager 8 1 7 ")
    assert 'href="/lager/chargen/26-090"' in staff.get(f"/lager/{both.sku}").text


def test_coffee_is_packed_not_received(app: Flask, staff: FlaskClient, bag: MadeVariant) -> None:
    page = staff.get(f"/lager/{bag.sku}").text
    assert "Ware ist angekommen" not in page and 'href="/lager/chargen"' in page
    last = seen(page, "correct")
    assert "aus einer Charge abgefüllt" in receive_units(staff, bag, "24", last)
    assert level(app, bag) == (10, 0)


def test_a_batch_blocked_or_too_old_is_said_to_be_and_counts_as_nothing(
    app: Flask, staff: FlaskClient, both: MadeVariant, two_batches: tuple[int, int]
) -> None:
    older, newer = two_batches
    with app.app_context():
        block_batch(newer, "Fremdkörper", None)
        date_of_older = today() + timedelta(days=DAYS_TO_DRINK_IT - 1)
        db.session.execute(
            update(Batch)
            .where(Batch.id == older)
            .values(made_on=date(2020, 1, 1), best_before=date_of_older)
        )
        db.session.commit()
    page = text_of(staff.get(f"/lager/{both.sku}").text)
    assert "26-118 gesperrt" in page and "26-090 zu alt zum Verkauf" in page
    assert "liegt da 12" in page and "im Netz zu verkaufen 0" in page
    assert "gesperrt oder zu alt 12" in page
    assert both.sku in staff.get("/lager/?zeige=leer").text
    assert "davon 12 gesperrt oder zu alt" in text_of(staff.get("/lager/").text)


def test_a_correction_names_the_batch_where_there_are_several(
    app: Flask, staff: FlaskClient, both: MadeVariant, two_batches: tuple[int, int]
) -> None:
    older, newer = two_batches
    levels = level_ids(app, both)
    status, page = correct_units(staff, both)
    assert status == 422 and "Bitte wählen Sie, wo es abweicht." in page
    assert correct_units(staff, both, level="999")[0] == 422
    assert correct_units(staff, both, level=str(levels[newer]), units="2")[0] == 200
    assert by_batch(app, both.id) == {older: (4, 0), newer: (6, 0)}


def test_with_one_batch_there_is_nothing_to_choose(staff: FlaskClient, bag: MadeVariant) -> None:
    assert "<select" not in staff.get(f"/lager/{bag.sku}").text


def level_ids(app: Flask, variant: MadeVariant) -> dict[int | None, int]:
    with app.app_context():
        rows = db.session.execute(
            select(Level.batch_id, Level.id).where(Level.variant_id == variant.id)
        )
        return {batch_id: id for batch_id, id in rows}
