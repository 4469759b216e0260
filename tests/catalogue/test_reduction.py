"""A price announced as reduced stands beside the lowest one of the 30 days before (§ 11 PAngV)."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.catalogue.end_reduction import end_reduction
from shop.catalogue.models import Variant
from shop.catalogue.reduced import reduced_words
from shop.catalogue.rules import reduced_by_percent
from shop.catalogue.set_price import NotAReduction, set_price
from shop.clock import stopped_at
from shop.db import db
from tests.make.catalogue import MadeProduct, make_product

OPENED = datetime(2026, 9, 1, 10, tzinfo=UTC)
WORDS = "Niedrigster Preis der letzten 30 Tage: 7,50\u00a0€, jetzt 20\u00a0% weniger"


def _made(app: Flask) -> MadeProduct:
    with stopped_at(OPENED):
        return make_product(app)


def _set(app: Flask, made: MadeProduct, cents: int, day: int, *, announced: bool) -> None:
    with app.app_context(), stopped_at(OPENED + timedelta(days=day)):
        set_price(made.variant.id, cents, "Test", announced=announced)
        db.session.commit()


def _reduced_from(app: Flask, made: MadeProduct) -> int | None:
    with app.app_context():
        found: int | None = db.session.scalar(
            select(Variant.reduced_from_cents).where(Variant.id == made.variant.id)
        )
        return found


def test_page_listing_and_cart_show_what_the_reduction_counts_from(app: Flask) -> None:
    made, visitor = _made(app), app.test_client()
    _set(app, made, 600, 40, announced=True)
    visitor.post("/warenkorb", data={"variante": str(made.variant.id), "menge": "1"})
    for path in (f"/kaffee/{made.slug}", "/kaffee/", "/", "/warenkorb"):
        assert WORDS in visitor.get(path).text, path


def test_a_lower_price_that_nobody_announces_shows_nothing(app: Flask) -> None:
    made = _made(app)
    _set(app, made, 600, 40, announced=False)
    for path in (f"/kaffee/{made.slug}", "/kaffee/"):
        assert "30 Tage" not in app.test_client().get(path).text


def test_machines_read_the_price_of_the_thirty_days_as_the_one_struck_through(app: Flask) -> None:
    made = _made(app)
    _set(app, made, 600, 40, announced=True)
    page = app.test_client().get(f"/kaffee/{made.slug}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    offer = json.loads(found[1])["offers"][0]
    assert offer["price"] == "6.00"
    assert offer["priceSpecification"]["price"] == "7.50"


def test_what_cost_as_little_within_the_thirty_days_is_no_reduction(app: Flask) -> None:
    made = _made(app)
    _set(app, made, 500, 40, announced=False)
    _set(app, made, 750, 41, announced=False)
    with pytest.raises(NotAReduction) as refused:
        _set(app, made, 600, 50, announced=True)
    assert refused.value.lowest_cents == 500


def test_further_steps_keep_the_price_before_the_first(app: Flask) -> None:
    made = _made(app)
    for cents, day in ((700, 40), (650, 44), (600, 80)):
        _set(app, made, cents, day, announced=True)
        assert _reduced_from(app, made) == 750


@pytest.mark.parametrize("cents", [500, 650, 750])
def test_any_other_new_price_ends_the_announcement(app: Flask, cents: int) -> None:
    made = _made(app)
    _set(app, made, 600, 40, announced=True)
    _set(app, made, cents, 44, announced=False)
    assert _reduced_from(app, made) is None


def test_staff_end_an_announcement_once_and_the_price_stays(app: Flask) -> None:
    made = _made(app)
    _set(app, made, 600, 40, announced=True)
    with app.app_context():
        assert end_reduction(made.variant.id, None)
        assert not end_reduction(made.variant.id, None)
        db.session.commit()
        assert db.session.scalar(select(Variant.price_cents)) == 600
    assert _reduced_from(app, made) is None


_CHANGES = st.lists(
    st.tuples(st.integers(1, 40), st.integers(1, 30), st.booleans()), min_size=1, max_size=8
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_CHANGES)
def test_what_is_shown_is_the_lowest_price_of_any_moment_before(
    app: Flask, changes: list[tuple[int, int, bool]]
) -> None:
    """Held against a count by hand over every half day of the window."""
    if "made" not in app.extensions:
        app.extensions["made"] = _made(app)
    made: MadeProduct = app.extensions["made"]
    history, shown, day = {0: 750}, None, 0
    with app.app_context():
        for wait, tenths, announced in changes:
            day, cents, now = day + wait, tenths * 50, history[max(history)]
            moments = [day - 30 + half / 2 for half in range(60)]
            window = [history[max(x for x in history if x <= at)] for at in moments if at >= 0]
            expected = shown if shown and cents < now else min(window)
            with stopped_at(OPENED + timedelta(days=day)):
                if cents != now and announced and expected <= cents:
                    with pytest.raises(NotAReduction):
                        set_price(made.variant.id, cents, "Test", announced=True)
                    continue
                set_price(made.variant.id, cents, "Test", announced=announced)
            if cents != now:
                history[day], shown = cents, expected if announced else None
            stored = select(Variant.reduced_from_cents).where(Variant.id == made.variant.id)
            assert db.session.scalar(stored) == shown
        db.session.rollback()


@given(st.integers(1, 1_000_000), st.integers(1, 1_000_000))
def test_the_percentage_never_says_more_than_it_is(cents: int, lowest: int) -> None:
    if cents < lowest:
        percent = reduced_by_percent(cents, lowest)
        assert percent * lowest <= (lowest - cents) * 100 < (percent + 1) * lowest


def test_less_than_one_per_cent_names_the_price_alone(app: Flask) -> None:
    with app.test_request_context():
        assert reduced_words(9999, 10000) == "Niedrigster Preis der letzten 30 Tage: 100,00\u00a0€"
        assert reduced_words(600, None) == ""
