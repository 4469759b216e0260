from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.errors import Refused
from shop.origin.lot_rules import DocumentMissing, LessThanRoasted, Share, SharesDoNotAddUp
from shop.origin.models import GreenLot, GreenShare
from shop.origin.rules import CodeTaken, DatesOutOfOrder
from shop.origin.save_green_lot import save_green_lot
from tests.make.origin import make_batch, make_cooperative, make_green_lot

STATED = date(2026, 1, 5)


def share(cooperative_id: int, share_bp: int = 10_000) -> Share:
    return Share(cooperative_id, share_bp, "Lieferschein", STATED)


def values(**given: Any) -> dict[str, Any]:
    return {
        "code": "G-26-01",
        "contract": "2026/17",
        "contracted_on": date(2025, 10, 1),
        "supplier": "Demo-Import",
        "supplier_address": "Hafenstraße 1, 20457 Hamburg",
        "supplier_mail": "post@example.org",
        "grams": 690_000,
        "harvested_from": date(2025, 5, 1),
        "harvested_until": date(2025, 9, 30),
        "arrived_on": date(2025, 12, 10),
        "varieties": "Bourbon",
        "process": "washed",
        "altitude_from": 1700,
        "altitude_to": 1900,
    } | given


def stored(green_lot_id: int) -> GreenLot:
    db.session.expire_all()
    return db.session.get_one(GreenLot, green_lot_id)


def test_a_lot_may_leave_its_prices_open(app: Flask) -> None:
    coop = make_cooperative(app)
    with app.app_context():
        lot = stored(save_green_lot(values(), [share(coop)], None))
        assert (lot.fob_usd_e4, lot.premium_usd_e4, lot.used_grams) == (None, 0, 0)


def test_the_shares_of_a_lot_are_replaced_as_a_whole(app: Flask) -> None:
    one, other = make_cooperative(app, "Eins"), make_cooperative(app, "Zwei")
    with app.app_context():
        lot = save_green_lot(values(), [share(one)], None)
        save_green_lot(values(), [share(one, 6_000), share(other, 4_000)], None, lot)
        rows = db.session.scalars(select(GreenShare).order_by(GreenShare.share_bp)).all()
        assert [(row.cooperative_id, row.share_bp) for row in rows] == [
            (other, 4_000),
            (one, 6_000),
        ]
        change = history("green_lot", lot)[0].values
        assert [(one.what, one.after) for one in change] == [
            (
                "Anteile",
                "Eins 60 % (Lieferschein, 05.01.2026); Zwei 40 % (Lieferschein, 05.01.2026)",
            )
        ]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"harvested_until": date(2025, 4, 30)}, DatesOutOfOrder),
        ({"arrived_on": date(2025, 9, 29)}, DatesOutOfOrder),
        ({"contracted_on": date(2025, 12, 11)}, DatesOutOfOrder),
        ({"fob_usd_e4": 38_000}, DocumentMissing),
    ],
)
def test_what_cannot_be_or_has_no_document_is_refused(
    app: Flask, given: dict[str, Any], refusal: type[Refused]
) -> None:
    coop = make_cooperative(app)
    with app.app_context(), pytest.raises(refusal):
        save_green_lot(values(**given), [share(coop)], None)


def test_a_contract_may_be_older_than_the_harvest(app: Flask) -> None:
    coop = make_cooperative(app)
    with app.app_context():
        save_green_lot(values(contracted_on=date(2025, 2, 1)), [share(coop)], None)


@pytest.mark.parametrize("share_bp", [9_999, 5_000])
def test_shares_that_are_not_the_whole_change_nothing(app: Flask, share_bp: int) -> None:
    coop = make_cooperative(app)
    with app.app_context():
        lot = save_green_lot(values(), [share(coop)], None)
        with pytest.raises(SharesDoNotAddUp):
            save_green_lot(values(contract="neu"), [share(coop, share_bp)], None, lot)
        assert stored(lot).contract == "2026/17"


def test_less_than_was_roasted_cannot_have_been_bought(app: Flask) -> None:
    coop, lot = make_cooperative(app), make_green_lot(app)
    make_batch(app, {lot: 50_000})
    with app.app_context():
        with pytest.raises(LessThanRoasted) as refused:
            save_green_lot({"grams": 49_999}, [share(coop)], None, lot)
        assert refused.value.roasted_grams == 50_000
        save_green_lot({"grams": 50_000}, [share(coop)], None, lot)


def test_coffee_cannot_come_after_it_was_roasted(app: Flask) -> None:
    coop, lot = make_cooperative(app), make_green_lot(app)
    make_batch(app, {lot: 50_000}, made_on=date(2025, 1, 10))
    with app.app_context():
        with pytest.raises(DatesOutOfOrder) as refused:
            save_green_lot({"arrived_on": date(2025, 1, 11)}, [share(coop)], None, lot)
        assert (refused.value.earlier, refused.value.later) == ("arrived_on", "made_on")


def test_a_code_belongs_to_one_lot(app: Flask) -> None:
    coop = make_cooperative(app)
    with app.app_context():
        save_green_lot(values(), [share(coop)], None)
        with pytest.raises(CodeTaken):
            save_green_lot(values(code="g-26-01"), [share(coop)], None)


def test_who_did_not_see_the_newest_change_is_refused(app: Flask) -> None:
    coop = make_cooperative(app)
    with app.app_context():
        lot = save_green_lot(values(), [share(coop)], None)
        seen = newest_change("green_lot", lot)
        save_green_lot(values(note="eins"), [share(coop)], None, lot, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            save_green_lot(values(note="zwei"), [share(coop)], None, lot, seen=seen)
        # Who wants what is there already was not too late.
        save_green_lot(values(note="eins"), [share(coop)], None, lot, seen=seen)
