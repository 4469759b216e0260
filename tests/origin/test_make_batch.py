from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import Change
from shop.db import db
from shop.errors import Refused
from shop.origin.batch_rules import LotTooSmall, MadeMoreThanGreen, RateMissing
from shop.origin.make_batch import make_batch
from shop.origin.models import Batch, BatchSource, GreenLot, Revision
from shop.origin.rules import CodeTaken, DatesOutOfOrder
from tests.make.origin import make_green_lot


def roast(green: dict[int, int], **given: Any) -> int:
    values: dict[str, Any] = {
        "code": "26-001",
        "roaster": "Demo-Rösterei",
        "made_on": date(2026, 1, 12),
        "best_before": date(2027, 1, 12),
        "made_grams": 42_000,
    } | given
    return make_batch(green=green, **values)


def used(green_lot_id: int) -> int:
    return db.session.scalars(select(GreenLot.used_grams).where(GreenLot.id == green_lot_id)).one()


def test_a_roast_takes_its_green_coffee_and_knows_what_it_owes(app: Flask) -> None:
    lot = make_green_lot(app)
    with app.app_context():
        roast({lot: 50_000}, project_micro_per_kg=760_000)
        db.session.commit()
        batch = db.session.scalars(select(Batch)).one()
        assert (batch.kind, batch.green_grams, batch.made_grams) == ("roast", 50_000, 42_000)
        assert used(lot) == 50_000
        # 0,20 USD/lb at 1,15 USD/€ with 16 % loss: about 46 cents a kilogram.
        source = db.session.scalars(select(BatchSource)).one()
        assert source.premium_micro_per_kg == 456_444


def test_a_batch_of_two_lots_owes_to_each_by_its_share(app: Flask) -> None:
    one, other = make_green_lot(app), make_green_lot(app, premium_usd_e4=0, usd_per_eur_e4=None)
    with app.app_context():
        roast({one: 25_000, other: 25_000})
        rows = db.session.scalars(select(BatchSource).order_by(BatchSource.green_lot_id))
        assert [row.premium_micro_per_kg for row in rows] == [228_222, 0]


@pytest.mark.parametrize(
    ("lot", "given", "refusal"),
    [
        ({"grams": 49_999}, {}, LotTooSmall),
        ({}, {"made_grams": 50_001}, MadeMoreThanGreen),
        ({"usd_per_eur_e4": None}, {}, RateMissing),
        ({}, {"best_before": date(2026, 1, 12)}, DatesOutOfOrder),
        ({}, {"best_before": date(2026, 1, 11)}, DatesOutOfOrder),
        ({"arrived_on": date(2026, 1, 13)}, {}, DatesOutOfOrder),
        ({"harvested_until": date(2026, 2, 1)}, {}, DatesOutOfOrder),
        ({"contracted_on": date(2026, 2, 1)}, {}, DatesOutOfOrder),
    ],
)
def test_what_cannot_have_been_is_refused_and_nothing_is_used(
    app: Flask, lot: dict[str, Any], given: dict[str, Any], refusal: type[Refused]
) -> None:
    green = make_green_lot(app, **lot)
    with app.app_context():
        with pytest.raises(refusal):
            roast({green: 50_000}, **given)
        db.session.rollback()
        assert db.session.scalar(select(Batch.id)) is None
        assert used(green) == 0


def test_a_code_is_given_once_in_capitals_or_not(app: Flask) -> None:
    lot = make_green_lot(app)
    with app.app_context():
        roast({lot: 50_000}, code="26-a")
        with pytest.raises(CodeTaken):
            roast({lot: 50_000}, code="26-A")


@pytest.mark.parametrize("code", ["", "1", "neu", "NEU", "26/1", "26 1", "ä1", "1" * 21, "26-1\n"])
def test_what_is_no_code_is_refused(app: Flask, code: str) -> None:
    lot = make_green_lot(app)
    with app.app_context(), pytest.raises(ValueError, match="code"):
        roast({lot: 50_000}, code=code)


def test_a_new_batch_is_noted_and_raises_the_revision(app: Flask) -> None:
    lot = make_green_lot(app)
    with app.app_context():
        before = db.session.scalars(select(Revision.number)).one()
        batch = roast({lot: 50_000})
        assert db.session.scalars(select(Revision.number)).one() == before + 1
        change = db.session.scalars(select(Change)).one()
        assert (change.record, change.record_id) == ("batch", batch)
        assert "50000 g" in change.what
