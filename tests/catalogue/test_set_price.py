"""Prices change with a reason, and their history never."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from shop.catalogue.models import Price, Variant
from shop.catalogue.price_history import lowest_price_30_days
from shop.catalogue.set_price import NoReason, NoSuchVariant, NotAPrice, set_price
from shop.clock import stopped_at
from shop.db import db
from tests.make.catalogue import MadeVariant, make_product

OPENED = datetime(2026, 9, 1, 10, tzinfo=UTC)


def _made(app: Flask) -> MadeVariant:
    with stopped_at(OPENED):
        return make_product(app).variant


def _set(app: Flask, variant_id: int, cents: int, at: datetime) -> None:
    with app.app_context(), stopped_at(at):
        set_price(variant_id, cents, "Test")
        db.session.commit()


def test_a_new_price_is_kept_beside_the_old_one(app: Flask) -> None:
    variant = _made(app)
    _set(app, variant.id, 790, OPENED + timedelta(days=1))
    with app.app_context():
        history = select(Price.price_cents).where(Price.variant_id == variant.id)
        assert list(db.session.scalars(history.order_by(Price.id))) == [750, 790]
        assert db.session.scalar(select(Variant.price_cents)) == 790


def test_the_same_price_again_changes_nothing(app: Flask) -> None:
    variant = _made(app)
    _set(app, variant.id, 750, OPENED + timedelta(days=1))
    with app.app_context():
        assert len(list(db.session.scalars(select(Price)))) == 1


@pytest.mark.parametrize("cents", [0, -1, 1_000_001])
def test_what_is_no_price_is_refused(app: Flask, cents: int) -> None:
    variant = _made(app)
    with app.app_context(), pytest.raises(NotAPrice):
        set_price(variant.id, cents, "Test")


def test_a_price_without_a_reason_is_refused(app: Flask) -> None:
    variant = _made(app)
    for reason in ("", "  ", "x" * 201):
        with app.app_context(), pytest.raises(NoReason):
            set_price(variant.id, 790, reason)


def test_an_unknown_variant_has_no_price(app: Flask) -> None:
    with app.app_context(), pytest.raises(NoSuchVariant):
        set_price(4711, 790, "Test")


def test_the_lowest_price_counts_what_was_valid_as_the_30_days_began(app: Flask) -> None:
    variant = _made(app)
    _set(app, variant.id, 900, OPENED + timedelta(days=40))
    with app.app_context():
        # On day 60 the window begins on day 30, when 7.50 was still the price.
        assert lowest_price_30_days(variant.id, OPENED + timedelta(days=60)) == 750
        assert lowest_price_30_days(variant.id, OPENED + timedelta(days=71)) == 900


def test_a_short_dip_within_the_30_days_counts(app: Flask) -> None:
    variant = _made(app)
    _set(app, variant.id, 500, OPENED + timedelta(days=20))
    _set(app, variant.id, 800, OPENED + timedelta(days=21))
    with app.app_context():
        assert lowest_price_30_days(variant.id, OPENED + timedelta(days=45)) == 500


def test_the_reduced_price_itself_does_not_count(app: Flask) -> None:
    variant = _made(app)
    reduced = OPENED + timedelta(days=40)
    _set(app, variant.id, 600, reduced)
    with app.app_context():
        assert lowest_price_30_days(variant.id, reduced) == 750


def test_what_had_no_price_before_has_no_lowest_one(app: Flask) -> None:
    variant = _made(app)
    with app.app_context():
        assert lowest_price_30_days(variant.id, OPENED) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(1, 80), st.integers(1, 2000), max_size=8))
def test_it_is_the_lowest_price_of_any_moment_in_the_window(
    app: Flask, changes: dict[int, int]
) -> None:
    variant, history = _once(app), {0: 750} | changes
    with app.app_context():
        for day, cents in changes.items():
            moment = OPENED + timedelta(days=day)
            row = {"variant_id": variant.id, "price_cents": cents, "valid_from": moment}
            db.session.execute(insert(Price).values(**row, reason="Test"))
        found = lowest_price_30_days(variant.id, OPENED + timedelta(days=60))
        db.session.rollback()
    half_days = [number / 2 for number in range(60, 120)]
    assert found == min(history[max(day for day in history if day <= at)] for at in half_days)


def _once(app: Flask) -> MadeVariant:
    """One variant for all examples of a test."""
    if "variant" not in app.extensions:
        app.extensions["variant"] = _made(app)
    found: MadeVariant = app.extensions["variant"]
    return found
