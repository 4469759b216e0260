import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shop.catalogue.models import Variant
from shop.clock import now, stopped_at, today
from shop.db import db
from shop.ledger.models import Entry
from shop.orders.models import Order
from shop.origin.block_batch import block_batch
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.counter import bring, lines_of, lying, make_stall, sell_there
from tests.make.origin import make_batch
from tests.make.people import signed_in

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén").variant


@pytest.fixture
def stall(app: Flask, bag: MadeVariant) -> int:
    made = make_stall(app)
    bring(app, made, {bag.id: 6})
    return made


def text_of(page: str) -> str:
    """What is read, blanks between words."""
    plain = re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ")
    return " ".join(plain.split())


def hidden(page: str) -> dict[str, str]:
    found = {}
    for one in _HIDDEN.findall(page):
        name, value = re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def typed(**given: str) -> dict[str, str]:
    return {"day": today().isoformat(), "paid_by": "cash", "reference": ""} | given


def review(
    staff: FlaskClient, stall: int, numbers: dict[int, int], count: bool = False, **given: str
) -> str:
    page = staff.get(f"/verkauf/{stall}{'?zaehlen=1' if count else ''}").text
    data = hidden(page) | typed(**given) | {f"n_{id}": str(n) for id, n in numbers.items()}
    return staff.post(f"/verkauf/{stall}", data=data).text


def book(staff: FlaskClient, stall: int, page: str) -> str:
    data = hidden(page)
    return staff.post(f"/verkauf/{stall}/buchen", data=data, follow_redirects=True).text


def orders(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Order)) or 0


def test_a_sale_is_typed_shown_and_booked(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    first = staff.get("/verkauf/").text
    assert f"/verkauf/{stall}" in first and "6 Stück dort" in text_of(first)
    shown = review(staff, stall, {bag.id: 2})
    assert "15,00 € buchen" in text_of(shown) and "7 % Umsatzsteuer: 0,98 €" in text_of(shown)
    assert orders(app) == 0
    page = text_of(book(staff, stall, shown))
    assert "Gebucht als SK-" in page and "Marktstand" in page and "bar" in page
    assert lying(app, stall, bag.id) == 4
    again = text_of(book(staff, stall, shown))
    assert "Das war schon gebucht" in again and orders(app) == 1


def test_the_day_agrees_with_the_books(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    day = today() - timedelta(days=2)
    settled = review(
        *(staff, stall, {bag.id: 2}),
        day=day.strftime("%d.%m.%Y"),
        paid_by="settlement",
        reference="WL-7",
    )
    book(staff, stall, settled)
    book(staff, stall, review(staff, stall, {bag.id: 1}, day=day.isoformat()))
    page = text_of(staff.get(f"/verkauf/tag/{day.isoformat()}").text)
    assert "Eingenommen: 22,50 €" in page and "Zusammen 22,50 €" in page
    assert "davon bar 7,50 €" in page and "davon nach Abrechnung 15,00 €" in page
    with app.app_context():
        of_day = select(func.sum(Entry.gross_cents)).where(Entry.business_date == day)
        assert db.session.scalar(of_day) == 2250
    assert "22,50 €" in text_of(staff.get("/verkauf/").text)
    assert "An diesem Tag ist nichts" in staff.get(f"/verkauf/tag/{today().isoformat()}").text


@pytest.mark.parametrize("day", ["2999-01-01", "x", "1999-12-31", "2026-02-31"])
def test_a_day_that_cannot_be_is_not_found(staff: FlaskClient, day: str) -> None:
    assert staff.get(f"/verkauf/tag/{day}").status_code == 404


def test_what_is_counted_as_left_was_not_sold(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    mug = make_product(app, "Becher", kind="goods", variants=[MUG]).variant
    bring(app, stall, {mug.id: 3})
    shown = review(staff, stall, {bag.id: 1}, count=True)
    assert "37,50 € buchen" in text_of(shown)
    book(staff, stall, shown)
    assert (lying(app, stall, bag.id), lying(app, stall, mug.id)) == (1, 3)
    more = review(staff, stall, {bag.id: 2}, count=True)
    assert "So viele sollten nicht da sein" in more


def test_what_was_booked_since_the_count_is_told(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    shown = review(staff, stall, {bag.id: 3}, count=True)
    sell_there(app, stall, {bag.id: 1})
    page = book(staff, stall, shown)
    assert "Seit Sie gezählt haben" in page and lying(app, stall, bag.id) == 5
    with app.app_context():
        assert broken_laws() == {}


def test_the_buttons_count_without_javascript(
    staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    data = typed() | {f"n_{bag.id}": "2"}
    for button, number in (("mehr", "3"), ("weniger", "1")):
        answer = staff.post(f"/verkauf/{stall}", data=data | {button: str(bag.id)})
        assert answer.status_code == 200
        assert re.search(rf'name="n_{bag.id}"[^>]*value="{number}"', answer.text)
    least = staff.post(f"/verkauf/{stall}", data=typed() | {"weniger": str(bag.id)})
    assert re.search(rf'name="n_{bag.id}"[^>]*value="0"', least.text)


def test_a_long_list_is_searched_and_keeps_what_was_typed(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    assert 'name="suchen"' not in staff.get(f"/verkauf/{stall}").text
    many = make_product(app, "Espresso Demo", variants=[{"coffee_grams": 250}] * 12)
    bring(app, stall, {variant.id: 1 for variant in many.variants})
    data = typed() | {f"n_{many.variants[3].id}": "1", "suchen": "1", "q": "jaén FILTER"}
    page = staff.post(f"/verkauf/{stall}", data=data).text
    shown = [row for row in re.findall(r'<li id="ware-[^>]*>', page) if not row.endswith("hidden>")]
    assert [re.search(r"ware-(\d+)", row)[1] for row in shown] == [  # type: ignore[index]
        *(str(bag.id), str(many.variants[3].id))
    ]
    assert re.search(rf'name="n_{many.variants[3].id}"[^>]*value="1"', page)


def test_what_may_not_be_sold_has_no_number_to_type(
    app: Flask, staff: FlaskClient, stall: int
) -> None:
    batch_id = make_batch(app, code="26-077")
    held = make_product(app, "Gesperrt", variants=[{"shelf": {batch_id: 3}}]).variant
    bring(app, stall, {held.id: 3})
    with app.app_context():
        block_batch(batch_id, "Verdacht", None)
        db.session.commit()
    page = staff.get(f"/verkauf/{stall}").text
    assert "davon verkäuflich: 0" in page and f'name="n_{held.id}"' not in page
    assert f'name="n_{held.id}"' in staff.get(f"/verkauf/{stall}?zaehlen=1").text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "was verkauft wurde"),
        ({"n": "0"}, "was verkauft wurde"),
        ({"n": "7"}, "nur 6 verkäuflich"),
        ({"n": "-1"}, "Zahl von 0 bis 999"),
        ({"n": "1e2"}, "Zahl von 0 bis 999"),
        ({"n": "1", "day": "1.1.2999"}, "Bitte einen Tag von heute"),
        ({"n": "1", "day": "1.1.2020"}, "Bitte einen Tag von heute"),
        ({"n": "1", "paid_by": "karte"}, "wie das Geld kam"),
        ({"n": "1", "paid_by": "settlement"}, "Nummer der Abrechnung an"),
    ],
)
def test_a_sale_that_cannot_be_is_told_at_the_field(
    staff: FlaskClient, bag: MadeVariant, stall: int, given: dict[str, str], told: str
) -> None:
    data = {f"n_{bag.id}" if name == "n" else name: text for name, text in given.items()}
    answer = staff.post(f"/verkauf/{stall}", data=typed() | data)
    assert answer.status_code == 422 and told in answer.text


def test_a_price_that_changed_is_shown_before_it_is_booked(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    shown = review(staff, stall, {bag.id: 2})
    with app.app_context():
        db.session.execute(update(Variant).where(Variant.id == bag.id).values(price_cents=800))
        db.session.commit()
    page = book(staff, stall, shown)
    assert "Inzwischen gilt ein anderer Preis" in page and orders(app) == 0
    assert "16,00 € buchen" in text_of(page)
    assert "Gebucht als" in book(staff, stall, page)


def test_goods_gone_meanwhile_are_told_and_nothing_is_booked(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    shown = review(staff, stall, {bag.id: 4})
    sell_there(app, stall, {bag.id: 3})
    assert "nur 3 verkäuflich" in book(staff, stall, shown) and orders(app) == 1


def test_part_of_a_sale_comes_back_and_the_rest_is_undone(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    made = sell_there(app, stall, {bag.id: 4})
    (line,) = lines_of(app, made)
    with app.app_context():
        number = db.session.get_one(Order, made).number
    address = f"/verkauf/beleg/{number}"
    page = staff.get(address).text
    data = hidden(page) | {f"n_{line}": "1", f"where_{line}": "written_off"}
    answer = staff.post(f"{address}/zurueck", data=data, follow_redirects=True)
    assert "7,50 € sind zurückgebucht" in text_of(answer.text)
    again = staff.post(f"{address}/zurueck", data=data, follow_redirects=True)
    assert "schon zurückgenommen" in again.text and lying(app, stall, bag.id) == 2
    stale = staff.post(f"{address}/zurueck", data=data | {"key": "other", f"n_{line}": "4"})
    assert stale.status_code == 422 and "Zahl von 0 bis 3" in stale.text
    none = staff.post(f"{address}/zurueck", data=data | {"key": "other", f"n_{line}": ""})
    assert none.status_code == 422 and "was zurückkam" in none.text
    undone = staff.post(
        f"{address}/zurueck", data=hidden(stale.text) | {"undo": "1"}, follow_redirects=True
    )
    assert "22,50 € sind zurückgebucht" in text_of(undone.text)
    assert lying(app, stall, bag.id) == 5
    with app.app_context():
        assert broken_laws() == {}


def test_an_old_sale_can_be_returned_but_not_undone(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int
) -> None:
    with stopped_at(now() - timedelta(days=90)):
        made = sell_there(app, stall, {bag.id: 1})
    with app.app_context():
        number = db.session.get_one(Order, made).number
    page = staff.get(f"/verkauf/beleg/{number}").text
    assert "Ganze Buchung aufheben" not in page
    answer = staff.post(
        f"/verkauf/beleg/{number}/zurueck", data={"key": "k", "undo": "1"}, follow_redirects=True
    )
    assert "älter als 60 Tage" in answer.text and lying(app, stall, bag.id) == 5


@pytest.mark.parametrize(
    "odd",
    [{"reason": "x" * 201}, {"reason": "eins\nzwei"}, {"reason": "\u202e"}, {"key": "k" * 31}],
)
def test_a_booking_is_not_undone_for_a_reason_nobody_can_read(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stall: int, odd: dict[str, str]
) -> None:
    made = sell_there(app, stall, {bag.id: 4})
    with app.app_context():
        number = db.session.get_one(Order, made).number
    address = f"/verkauf/beleg/{number}"
    data = hidden(staff.get(address).text) | {"undo": "1"} | odd
    refused = staff.post(f"{address}/zurueck", data=data)
    assert refused.status_code == 422 and lying(app, stall, bag.id) == 2
    staff.post(f"{address}/zurueck", data=hidden(refused.text) | {"undo": "1"})
    assert lying(app, stall, bag.id) == 6


@pytest.mark.parametrize("path", ["/verkauf/999", "/verkauf/beleg/SK-2026-99999", "/verkauf/1x"])
def test_what_does_not_exist_is_not_found(staff: FlaskClient, path: str) -> None:
    assert staff.get(path).status_code == 404


def test_the_stockroom_is_not_counted_here(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    page = staff.get("/verkauf/1?zaehlen=1").text
    assert "Verkauf: " in page and "zaehlen=1" not in page
