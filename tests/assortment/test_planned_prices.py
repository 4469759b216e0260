"""Prices planned one after the other: a sale ends, and one bad row stops no other."""

from datetime import UTC, date, datetime
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.assortment.apply_planned_prices import apply_planned_prices
from shop.assortment.change_prices import change_prices
from shop.assortment.models import PlannedPrice
from shop.assortment.rules import PlannedAlready
from shop.catalogue.models import Variant
from shop.catalogue.set_price import set_price
from shop.clock import stopped_at
from shop.db import db
from tests.make.catalogue import MadeProduct, make_product
from tests.make.orders import make_order
from tests.make.people import make_person, signed_in

NOW = datetime(2026, 10, 30, 9, tzinfo=UTC)
AFTERWARDS = datetime(2026, 12, 1, 9, tzinfo=UTC)
THIRD, TENTH = date(2026, 11, 3), date(2026, 11, 10)


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    """Two bags at 7.50 each."""
    with stopped_at(NOW):
        made = make_product(app, variants=[{"price_cents": 750}, {"price_cents": 750}])
        make_person(app)
    return made


def _plan(app: Flask, made: MadeProduct, cents: int, day: date, nth: int = 0) -> int:
    with app.app_context(), stopped_at(NOW):
        wanted = {made.variants[nth].sku: cents}
        changed = change_prices(made.slug, wanted, "Aktion", 1, from_day=day)
        db.session.commit()
    return changed


def _planned(app: Flask) -> list[tuple[int, date]]:
    with app.app_context():
        of = select(PlannedPrice.price_cents, PlannedPrice.from_day)
        rows = db.session.execute(of.where(PlannedPrice.state == "planned").order_by("from_day"))
        return [(cents, day) for cents, day in rows]


def _prices(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Variant.price_cents).order_by(Variant.id)))


def test_a_planned_sale_ends_with_the_price_of_today(app: Flask, coffee: MadeProduct) -> None:
    assert _plan(app, coffee, 650, THIRD) == 1
    assert _plan(app, coffee, 750, TENTH) == 1
    assert _planned(app) == [(650, THIRD), (750, TENTH)]
    with app.app_context(), stopped_at(AFTERWARDS):
        assert apply_planned_prices() == 2
    assert _prices(app) == [750, 750]


def test_what_it_will_cost_by_then_anyway_is_not_planned(app: Flask, coffee: MadeProduct) -> None:
    _plan(app, coffee, 650, THIRD)
    assert _plan(app, coffee, 650, THIRD) == 0
    assert _plan(app, coffee, 650, TENTH) == 0
    # Before the sale begins, today's price still holds.
    assert _plan(app, coffee, 750, date(2026, 11, 1)) == 0
    with pytest.raises(PlannedAlready):
        _plan(app, coffee, 750, THIRD)


def test_a_page_sent_untouched_ends_no_planned_price(app: Flask, coffee: MadeProduct) -> None:
    _plan(app, coffee, 650, THIRD)
    first, second = (f"preis-{one.sku}" for one in coffee.variants)
    with stopped_at(NOW):
        client = signed_in(app)
        page = client.get(f"/artikel/{coffee.slug}/preise").text
        assert f'name="{first}" value=""' in page and f'name="{second}" value="7,50"' in page
        sent = {"reason": "Ernte", "from_day": "10.11.2026", first: "", second: "8,00"}
        assert client.post(f"/artikel/{coffee.slug}/preise", data=sent).status_code == 303
        assert _planned(app) == [(650, THIRD), (800, TENTH)]
        told = client.post(f"/artikel/{coffee.slug}/preise", data=sent, follow_redirects=True)
    assert "gelten dann schon" in told.text


def test_a_price_that_is_none_any_more_stops_no_other(app: Flask, coffee: MadeProduct) -> None:
    _plan(app, coffee, 650, THIRD)
    _plan(app, coffee, 800, TENTH, nth=1)
    with app.app_context():
        bad = update(PlannedPrice).where(PlannedPrice.from_day == THIRD)
        db.session.execute(bad.values(price_cents=90_000_000))
        db.session.commit()
    with app.app_context(), stopped_at(AFTERWARDS):
        assert apply_planned_prices() == 1
    assert _prices(app) == [750, 800]
    assert _planned(app) == [(90_000_000, THIRD)]


def test_who_orders_does_not_wait_for_who_changes_prices(app: Flask, coffee: MadeProduct) -> None:
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("one writer")
        set_price(coffee.variant.id, 800, "Ernte")
        order = Thread(target=lambda: make_order(app, {coffee.variant.id: 1}), daemon=True)
        order.start()
        order.join(20)
        waits = order.is_alive()
        db.session.rollback()
    order.join(20)
    assert not waits
