"""Who did what, from all the books together."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from shop.accounts.models import Person
from shop.audit.models import Change
from shop.audit.note_change import note_change
from shop.catalogue.models import Price
from shop.catalogue.set_price import set_price
from shop.clock import stopped_at
from shop.db import db
from shop.journal.asked import Asked, asked
from shop.journal.books import BOOKS, first_since
from shop.journal.read import Found, read
from shop.journal.tell import tell
from shop.stock.correct import correct
from shop.stock.models import Level
from tests.make.catalogue import make_product
from tests.make.people import make_person, sign_in, signed_in

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


def _person(app: Flask) -> int:
    with app.app_context():
        found = db.session.scalar(select(Person.id).order_by(Person.id.desc()))
        assert found
        return found


def test_a_line_says_who_what_on_which_thing_and_from_what_to_what(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    sku = made.variant.sku
    sent = {"reason": "Neue Ernte", f"preis-{sku}": "7,90"}
    client.post(f"/artikel/{made.slug}/preise", data=sent)
    for path in ("/verlauf/", f"/verlauf/variant/{made.variant.id}", f"/verlauf/product/{made.id}"):
        page = client.get(path).text
        assert "Testperson 007" in page and "Neue Ernte" in page, path
        assert "7,50\u00a0€" in page and "7,90\u00a0€" in page
        assert f"/artikel/{made.slug}/preise/{sku}" in page


def test_every_kind_of_thing_has_its_page(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    for kind in ("product", "variant", "batch", "location", "order", "cooperative", "stocktake"):
        assert client.get(f"/verlauf/{kind}/{made.id}").status_code == 200, kind
    assert client.get("/verlauf/unsinn/1").status_code == 404
    assert client.get("/verlauf/person/4711").status_code in {403, 404}


def test_what_one_person_did_is_for_them_and_for_admins(app: Flask) -> None:
    first = signed_in(app)
    own = _person(app)
    make_person(app, "zweite@laden.example")
    second = app.test_client()
    sign_in(second, "zweite@laden.example")
    admin = signed_in(app, "admin")
    path = f"/verlauf/person/{own}"
    assert [one.get(path).status_code for one in (first, second, admin)] == [200, 403, 200]
    assert [one.get("/verwaltung/verlauf.csv").status_code for one in (first, admin)] == [403, 200]


def test_what_was_done_to_an_account_is_not_for_colleagues(app: Flask) -> None:
    client, admin = signed_in(app), signed_in(app, "admin")
    with app.app_context():
        note_change("person", 1, {"name": "Kanarie"}, {"name": "Kanarienvogel"}, 1)
        db.session.commit()
    assert "Kanarienvogel" not in client.get("/verlauf/").text
    assert "Kanarienvogel" in admin.get("/verlauf/").text


def test_a_file_for_admins_holds_the_same_lines_and_no_formula(app: Flask) -> None:
    made, admin = make_product(app), signed_in(app, "admin")
    with app.app_context():
        set_price(made.variant.id, 790, "=1+1", _person(app))
        db.session.commit()
    answer = admin.get("/verwaltung/verlauf.csv")
    assert answer.mimetype == "text/csv"
    assert "'=1+1" in answer.text and "7,90" in answer.text


def test_a_day_shows_that_day_in_berlin(app: Flask) -> None:
    made = make_product(app)
    person = make_person(app)
    midnight = datetime(2026, 11, 21, 23, tzinfo=UTC)
    for number, at in enumerate((midnight - timedelta(seconds=1), midnight, NOON)):
        with app.app_context(), stopped_at(at):
            set_price(made.variant.id, 800 + number, f"Preis {number}", person)
            db.session.commit()
    client = signed_in(app, "admin")
    page = client.get("/verlauf/?tag=2026-11-22").text
    assert [f"Preis {number}" in page for number in range(3)] == [False, True, True]
    assert "Preis 0" in client.get("/verlauf/?tag=21.11.2026").text


@pytest.mark.parametrize(
    "query", ["tag=x", "tag=9999-12-31", "ab=c", "ab=c99999999999999999999", "was=x", "ab=%01"]
)
def test_any_address_at_all_is_answered(app: Flask, query: str) -> None:
    assert signed_in(app).get(f"/verlauf/?{query}").status_code == 200


_DONE = st.lists(st.tuples(st.sampled_from("cmp"), st.integers(0, 3)), max_size=30)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_DONE, st.integers(1, 7))
def test_page_by_page_every_line_comes_once_and_newest_first(
    app: Flask, done: list[tuple[str, int]], most: int
) -> None:
    if "made" not in app.extensions:
        app.extensions["made"] = (make_product(app), make_person(app))
    made, person = app.extensions["made"]
    with app.app_context():
        level = db.session.scalars(select(Level.id)).first()
        assert level
        at = NOON
        for number, (book, wait) in enumerate(done):
            at += timedelta(seconds=wait)
            with stopped_at(at):
                if book == "c":
                    note_change("product", made.id, {"name": number}, {"name": -1}, person)
                elif book == "m":
                    correct(level, 1, f"Nr. {number}", person)
                else:
                    row = {"variant_id": made.variant.id, "price_cents": 700, "valid_from": at}
                    db.session.execute(
                        insert(Price).values(**row, reason=f"Nr. {number}", person_id=person)
                    )
        found: list[Found] = []
        wanted = Asked(person_id=person)
        while True:
            page = read(wanted, most)
            found += page.rows
            if not page.further:
                break
            wanted = asked({"ab": page.further}, person_id=person)
        assert len(found) == len(set(found)) == len(done)
        assert [row.at for row in found] == sorted((row.at for row in found), reverse=True)
        assert len(tell(found)) == len(done)
        db.session.rollback()


def test_the_beginning_of_a_day_is_found_by_halving(app: Flask) -> None:
    with app.app_context():
        book = next(book for book in BOOKS if book.key == "c")
        for number in range(20):
            with stopped_at(NOON + timedelta(hours=number)):
                note_change("product", 1, {}, {"name": str(number)}, None)
        ids = list(db.session.scalars(select(Change.id).order_by(Change.id)))
        for number in range(20):
            assert first_since(book, NOON + timedelta(hours=number)) == ids[number]
            assert first_since(book, NOON + timedelta(hours=number, minutes=1)) == ids[number] + 1
        db.session.rollback()
