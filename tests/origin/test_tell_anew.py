"""What bags tell of a green lot stays; what none tells yet may be corrected, and counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from shop.db import db
from shop.origin.batch_rules import RateMissing, premium_micro_per_kg
from shop.origin.lot_rules import AlreadyTold, Share
from shop.origin.models import BatchSource, GreenShare
from shop.origin.save_green_lot import save_green_lot
from shop.origin.take_from_batch import take_from_batch
from tests.make.catalogue import make_product
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.make.split import make_split

OTHERWISE: list[dict[str, Any]] = [
    {"process": "natural"},
    {"fob_usd_e4": 41_000},
    {"fob_usd_e4": None},
    {"organic_usd_e4": 0},
    {"premium_usd_e4": 8_000},
    {"usd_per_eur_e4": 12_000},
]


def stated(green_lot_id: int) -> list[Share]:
    rows = db.session.scalars(select(GreenShare).where(GreenShare.green_lot_id == green_lot_id))
    return [Share(row.cooperative_id, row.share_bp, row.source, row.stated_on) for row in rows]


def save(green_lot_id: int, **values: Any) -> None:
    save_green_lot(values, stated(green_lot_id), None, green_lot_id)


def premiums() -> set[int]:
    return set(db.session.scalars(select(BatchSource.premium_micro_per_kg)))


@pytest.mark.parametrize("given", OTHERWISE, ids=str)
def test_what_bags_tell_stays(app: Flask, given: dict[str, Any]) -> None:
    lot = make_green_lot(app)
    make_batch(app, {lot: 50_000}, packed_grams=250)
    make_batch(app, {lot: 50_000})
    with app.app_context():
        with pytest.raises(AlreadyTold) as refused:
            save(lot, **given)
        assert [refused.value.column] == list(given)
        save(lot, note="Sack 3 war feucht", grams=900_000)


def test_the_shares_that_bags_tell_stay_and_get_a_better_source(app: Flask) -> None:
    one, other = make_cooperative(app), make_cooperative(app)
    lot = make_green_lot(app, {one: 6_000, other: 4_000})
    make_batch(app, {lot: 50_000}, packed_grams=250)
    day = date(2026, 2, 1)
    with app.app_context():
        with pytest.raises(AlreadyTold):
            swapped = [Share(one, 4_000, "Brief", day), Share(other, 6_000, "Brief", day)]
            save_green_lot({"note": ""}, swapped, None, lot)
        same = [Share(one, 6_000, "Brief", day), Share(other, 4_000, "Brief", day)]
        save_green_lot({"note": ""}, same, None, lot)
        assert stated(lot) == same


def test_what_nobody_knew_may_become_known(app: Flask) -> None:
    unknown: dict[str, Any] = {"fob_usd_e4": None, "fob_on": None, "organic_usd_e4": 0}
    lot = make_green_lot(app, **unknown, premium_usd_e4=0, usd_per_eur_e4=None)
    make_batch(app, {lot: 50_000}, packed_grams=250)
    with app.app_context():
        save(lot, fob_usd_e4=41_000, fob_on=date(2024, 10, 1), organic_usd_e4=4_000)
        save(lot, usd_per_eur_e4=11_500)
        with pytest.raises(AlreadyTold):
            save(lot, premium_usd_e4=2_000)


def test_batches_without_bags_owe_what_is_corrected(app: Flask) -> None:
    lot, other = make_green_lot(app), make_green_lot(app)
    batch = make_batch(app, {lot: 30_000, other: 20_000})
    with app.app_context():
        untouched = db.session.get_one(BatchSource, (batch, other)).premium_micro_per_kg
        save(lot, premium_usd_e4=8_000, usd_per_eur_e4=12_000)
        assert premiums() == {untouched, premium_micro_per_kg(8_000, 12_000, 30_000, 42_000)}
        with pytest.raises(RateMissing):
            save(lot, usd_per_eur_e4=None)
        save(lot, premium_usd_e4=0)
        assert premiums() == {untouched, 0}


def test_a_published_split_tells_it_too(app: Flask) -> None:
    lot = make_green_lot(app)
    batch, coffee = make_batch(app, {lot: 50_000}), make_product(app)
    make_split(app, coffee.id, batch)
    with app.app_context(), pytest.raises(AlreadyTold):
        save(lot, fob_usd_e4=41_000)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("is_first", [True, False])
def test_who_fills_a_bag_and_who_corrects_wait_for_one_another(app: Flask, is_first: bool) -> None:
    # On SQLite whoever writes waits for everybody else who does.
    lot = make_green_lot(app)
    correct = partial(save, lot, premium_usd_e4=8_000)
    fill = partial(take_from_batch, make_batch(app, {lot: 50_000}), 250)
    first, second = (fill, correct) if is_first else (correct, fill)

    def impatient() -> None:
        with app.app_context():
            db.session.execute(text("set local lock_timeout = '20ms'"))
            second()

    with app.app_context(), ThreadPoolExecutor(1) as other:
        first()
        with pytest.raises(OperationalError, match="lock timeout"):
            other.submit(impatient).result()
