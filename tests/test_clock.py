"""Moments are UTC, days are Berlin's."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from shop.clock import berlin, business_date, now, stopped_at, today
from shop.db import db
from shop.payment.models import PaymentEvent


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2028, 2, 29, 22, 59, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_a_sale_counts_for_the_berlin_day(moment: datetime, day: date) -> None:
    assert business_date(moment) == day
    with stopped_at(moment):
        assert (now(), today()) == (moment, day)


def test_a_moment_without_a_time_zone_is_no_moment(app: Flask) -> None:
    naive = datetime(2026, 11, 22, 12, 0)
    with pytest.raises(ValueError, match="time zone"):
        berlin(naive)
    with app.app_context(), pytest.raises(Exception, match="time zone"):
        db.session.add(PaymentEvent(id="e", kind="k", object_id="o", received_at=naive))
        db.session.flush()


def test_what_is_written_in_any_zone_is_read_in_utc(app: Flask) -> None:
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with app.app_context():
        db.session.add(PaymentEvent(id="e", kind="k", object_id="o", received_at=berlin(moment)))
        db.session.commit()
        read = db.session.scalars(select(PaymentEvent.received_at)).one()
    assert read == moment
    assert read.tzinfo is UTC
