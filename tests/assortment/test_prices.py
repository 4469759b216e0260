"""Prices change with a reason: today, or at midnight of a later day in Berlin."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.assortment.apply_planned_prices import apply_planned_prices
from shop.assortment.change_prices import change_prices
from shop.assortment.models import PlannedPrice
from shop.assortment.rules import NotADay, PlannedAlready
from shop.assortment.variant_queries import newest_price
from shop.audit.models import Change
from shop.catalogue.models import Price, Product, Variant
from shop.catalogue.set_price import NoReason, NotAReduction
from shop.clock import stopped_at
from shop.db import db
from tests.make.catalogue import MadeProduct, make_product
from tests.make.people import make_person, signed_in

OPENED = datetime(2026, 9, 1, 10, tzinfo=UTC)
#: 30 October in Berlin, where winter time began five days ago.
NOW = datetime(2026, 10, 30, 9, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 1, 23, tzinfo=UTC)
SECOND = date(2026, 11, 2)


def _made(app: Flask) -> tuple[MadeProduct, int]:
    with stopped_at(OPENED):
        return make_product(app), make_person(app)


def _plan(app: Flask, cents: int, day: date | None, *, announced: bool = False) -> None:
    with app.app_context(), stopped_at(NOW):
        variant = db.session.execute(select(Variant.sku, Variant.product_id)).one()
        slug = _slug(variant.product_id)
        given = {variant.sku: cents}
        change_prices(slug, given, "Neue Ernte", 1, from_day=day, announced=announced)
        db.session.commit()


def _slug(product_id: int) -> str:
    slug = db.session.scalar(select(Product.slug).where(Product.id == product_id))
    assert slug
    return slug


def _apply(app: Flask, at: datetime) -> int:
    with app.app_context(), stopped_at(at):
        return apply_planned_prices()


def _history(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Price.price_cents).order_by(Price.id)))


def _post(client: FlaskClient, made: MadeProduct, **changed: str) -> TestResponse:
    sent = {"reason": "Neue Ernte", f"preis-{made.variant.sku}": "7,50"} | changed
    return client.post(f"/artikel/{made.slug}/preise", data=sent)


def test_a_planned_price_begins_at_midnight_in_berlin_and_once(app: Flask) -> None:
    _made(app)
    _plan(app, 800, SECOND)
    assert _apply(app, MIDNIGHT - timedelta(seconds=1)) == 0
    assert _apply(app, MIDNIGHT) == 1
    assert _apply(app, MIDNIGHT) == 0
    assert _history(app) == [750, 800]
    with app.app_context():
        newest = db.session.scalars(select(Price).order_by(Price.id.desc())).first()
        assert newest and (newest.person_id, newest.reason) == (1, "Neue Ernte")


def test_after_a_pause_every_price_comes_in_its_order(app: Flask) -> None:
    _made(app)
    for cents, days in ((900, 4), (800, 0), (850, 2)):
        _plan(app, cents, SECOND + timedelta(days=days))
    assert _apply(app, MIDNIGHT + timedelta(days=30)) == 3
    assert _history(app) == [750, 800, 850, 900]


def test_two_workers_apply_a_price_once(app: Flask) -> None:
    _made(app)
    for days in range(5):
        _plan(app, 800 + days, SECOND + timedelta(days=days))
    applied: list[int] = []
    ready = Barrier(2)

    def work() -> None:
        with app.app_context():
            ready.wait()
            applied.append(apply_planned_prices())
            db.session.remove()

    with stopped_at(MIDNIGHT + timedelta(days=30)):
        workers = [Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sum(applied) == 5
    assert _history(app) == [750, 800, 801, 802, 803, 804]


def test_a_planned_price_is_taken_back_unless_it_began(app: Flask) -> None:
    made, _ = _made(app)
    _plan(app, 800, SECOND)
    with stopped_at(NOW):
        client = signed_in(app)
        at = f"/artikel/{made.slug}/preise/geplant/1/zuruecknehmen"
        assert "Zurücknehmen" in client.get(f"/artikel/{made.slug}/preise").text
        assert client.post(at).status_code == 303
        assert "gilt schon oder ist schon" in client.post(at, follow_redirects=True).text
        assert client.post(at.replace("/1/", "/99/")).status_code == 404
    assert _apply(app, MIDNIGHT) == 0
    assert _history(app) == [750]


def test_a_day_takes_one_price_and_none_lies_in_the_past(app: Flask) -> None:
    _made(app)
    _plan(app, 800, SECOND)
    with pytest.raises(PlannedAlready):
        _plan(app, 810, SECOND)
    for day in (date(2026, 10, 29), date(2029, 1, 1)):
        with pytest.raises(NotADay):
            _plan(app, 810, day)


def test_a_planned_reduction_that_is_none_by_then_announces_nothing(app: Flask) -> None:
    made, _ = _made(app)
    _plan(app, 600, SECOND, announced=True)
    _plan(app, 550, None)
    assert _apply(app, MIDNIGHT) == 1
    with app.app_context():
        row = db.session.execute(select(Variant.price_cents, Variant.reduced_from_cents)).one()
        assert tuple(row) == (600, None)
        newest = db.session.scalars(select(Change).order_by(Change.id.desc())).first()
        assert newest and '"announced": ["True", "False"]' in newest.what
    assert "30 Tage" not in app.test_client().get(f"/kaffee/{made.slug}").text


def test_a_planned_reduction_counts_from_the_thirty_days_before_it(app: Flask) -> None:
    _made(app)
    _plan(app, 600, SECOND, announced=True)
    _apply(app, MIDNIGHT)
    with app.app_context():
        assert db.session.scalar(select(Variant.reduced_from_cents)) == 750
    with pytest.raises(NotAReduction), stopped_at(MIDNIGHT + timedelta(hours=1)):
        _plan(app, 760, SECOND + timedelta(days=1), announced=True)


def test_a_plan_needs_a_reason_like_any_price(app: Flask) -> None:
    _made(app)
    with app.app_context(), stopped_at(NOW), pytest.raises(NoReason):
        variant = db.session.execute(select(Variant.sku, Variant.product_id)).one()
        change_prices(_slug(variant.product_id), {variant.sku: 800}, " ", 1, from_day=SECOND)


def test_a_price_that_begins_between_cart_and_order_is_shown_before_anybody_orders(
    app: Flask,
) -> None:
    made, _ = _made(app)
    _plan(app, 800, SECOND)
    visitor = app.test_client()
    with stopped_at(NOW):
        visitor.post("/warenkorb", data={"variante": str(made.variant.id), "menge": "2"})
        assert "15,00" in visitor.get("/warenkorb").text
    _apply(app, MIDNIGHT)
    with stopped_at(MIDNIGHT):
        assert "16,00" in visitor.get("/warenkorb").text


def test_staff_change_prices_on_a_page_and_see_who_did(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    sku = f"preis-{made.variant.sku}"
    assert _post(client, made, **{sku: "7,90"}).status_code == 303
    page = client.get(f"/artikel/{made.slug}/preise/{made.variant.sku}").text
    assert "7,90" in page and "Neue Ernte" in page and "Testperson 007" in page
    assert "7,90" in app.test_client().get(f"/kaffee/{made.slug}").text


def test_an_announced_reduction_begins_and_ends_on_the_page(app: Flask) -> None:
    with stopped_at(OPENED):
        made = make_product(app)
    client, sku = signed_in(app), f"preis-{made.variant.sku}"
    assert _post(client, made, **{sku: "6,00"}, announced="y").status_code == 303
    assert "Niedrigster Preis" in app.test_client().get(f"/kaffee/{made.slug}").text
    answer = _post(client, made, **{sku: "7,00"}, announced="y")
    assert answer.status_code == 422 and "keine Ermäßigung" in answer.text
    at = f"/artikel/{made.slug}/preise/{made.variant.sku}/ermaessigung-beenden"
    assert client.post(at).status_code == 303
    assert "Niedrigster Preis" not in app.test_client().get(f"/kaffee/{made.slug}").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "warum sich der Preis"),
        ({"from_day": "gestern"}, "wie 31.1.2026"),
        ({"from_day": "1.1.2020"}, "heute oder einen späteren"),
        ({"preis": "7,5"}, "zwei Stellen"),
        ({"preis": "-7,50"}, "zwei Stellen"),
        ({"preis": "0,00"}, "zwischen"),
    ],
)
def test_bad_prices_are_told_and_kept(app: Flask, changed: dict[str, str], sentence: str) -> None:
    made, client = make_product(app), signed_in(app)
    sent = {f"preis-{made.variant.sku}" if k == "preis" else k: v for k, v in changed.items()}
    answer = _post(client, made, **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(f'value="{value}"' in answer.text for value in changed.values())
    assert _history(app) == [750]


def test_a_percentage_fills_in_prices_and_books_nothing(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    answer = _post(client, made, percent="-10", ausrechnen="1")
    assert 'value="6,75"' in answer.text
    assert _post(client, made, percent="viel", ausrechnen="1").status_code == 422
    assert _post(client, made, percent="-100", ausrechnen="1").status_code == 422
    assert _history(app) == [750]


def test_who_opened_the_prices_before_somebody_else_changed_them_is_told(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    with app.app_context():
        seen = newest_price(made.id)
    sku = f"preis-{made.variant.sku}"
    assert _post(client, made, **{sku: "7,90"}, seen=seen).status_code == 303
    answer = _post(client, made, **{sku: "8,10"}, seen=seen)
    assert answer.status_code == 409 and 'value="8,10"' in answer.text
    assert _history(app) == [750, 790]


def test_planned_prices_are_in_the_book_with_who_planned_them(app: Flask) -> None:
    _made(app)
    _plan(app, 800, SECOND)
    with app.app_context():
        row = db.session.scalars(select(Change).where(Change.record == "price")).one()
        assert row.person_id == 1 and "8,00" in row.what
        assert db.session.scalars(select(PlannedPrice.state)).all() == ["planned"]
