"""Once a day, by one of many workers, and again if it could not be done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.clock import stopped_at
from shop.db import db
from shop.reconcile.models import Round
from shop.reconcile.reconcile_daily import reconcile_daily
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.payments import paying_at

#: 23:30 in Berlin.
EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


def did_it(app: Flask) -> bool:
    with app.app_context():
        return reconcile_daily()


def rounds(app: Flask) -> list[tuple[str, bool]]:
    with app.app_context():
        found = db.session.scalars(select(Round).order_by(Round.day))
        return [(f"{one.day:%d.%m.}", one.finished_at is not None) for one in found]


def test_one_round_a_day_by_the_calendar_of_berlin(
    app: Flask, own_stripe: RunningDemoStripe
) -> None:
    with stopped_at(EVENING):
        assert [did_it(app), did_it(app)] == [True, False]
    with stopped_at(EVENING + timedelta(hours=1)):
        assert [did_it(app), did_it(app)] == [True, False]
    assert rounds(app) == [("23.11.", True), ("24.11.", True)]


def test_of_many_workers_one_does_it(app: Flask, own_stripe: RunningDemoStripe) -> None:
    with ThreadPoolExecutor(4) as workers:
        assert sorted(workers.map(did_it, [app] * 4)) == [False, False, False, True]


def test_a_round_that_died_is_taken_up_again_after_an_hour(
    app: Flask, own_stripe: RunningDemoStripe
) -> None:
    morning = EVENING - timedelta(hours=12)
    with app.app_context():
        db.session.add(Round(day=morning.date(), started_at=morning))
        db.session.commit()
    with stopped_at(morning + timedelta(minutes=59)):
        assert not did_it(app)
    with stopped_at(morning + timedelta(minutes=61)):
        assert did_it(app)
    assert rounds(app) == [("23.11.", True)]


def test_a_round_without_stripe_is_not_finished(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with running_demo_stripe() as server:
        gone = server
    with stopped_at(EVENING), paying_at(app, gone):
        assert did_it(app)
    assert rounds(app) == [("23.11.", False)]
    assert "Stripe ist nicht erreichbar" in caplog.text
