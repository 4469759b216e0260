"""The sums for everybody are remembered, and never older than what is committed."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import insert

from shop.clock import stopped_at
from shop.db import db
from shop.ledger.models import PremiumEntry
from shop.origin.columns_of import columns_of
from shop.origin.lot_rules import Told
from shop.origin.models import Cooperative
from shop.origin.save_cooperative import save_cooperative
from shop.premium.queries import accounts_for_all
from tests.make.origin import make_cooperative, make_green_lot

DAY = date(2026, 8, 14)
NOW = datetime(2026, 8, 14, 10, 0, tzinfo=UTC)


def pay(app: Flask, entry_id: int, **fields: Any) -> None:
    """So many cents, under this number."""
    given: dict[str, Any] = {
        "id": entry_id,
        "kind": "transfer",
        "purpose": "project",
        "source": f"transfer:{entry_id}",
        "units": 0,
        "coffee_grams": 0,
        "micro": -10_000,
        "business_date": DAY,
        "booked_at": NOW,
        "document": "Auszug 3",
    }
    with app.app_context():
        db.session.execute(insert(PremiumEntry).values(given | fields))
        db.session.commit()


def paid(app: Flask) -> int:
    with app.app_context():
        return sum(account.paid_cents for account in accounts_for_all())


def test_what_was_begun_first_and_committed_last_counts_at_once(app: Flask) -> None:
    with stopped_at(NOW):
        pay(app, 7)
        assert paid(app) == 1
        pay(app, 3)
        assert paid(app) == 2


def test_a_changed_record_is_told_at_once(app: Flask) -> None:
    coop = make_cooperative(app, "Cooperativa Demo Eins")
    lot = make_green_lot(app, {coop: 10_000})
    pay(app, 1, purpose="premium", green_lot_id=lot)
    with stopped_at(NOW), app.app_context():
        assert accounts_for_all()[0].cooperatives == (("Cooperativa Demo Eins", 10_000),)
        values = columns_of(Cooperative, coop) | {"name": "Cooperativa Demo Zwei"}
        save_cooperative(values, {"place": Told("Register", DAY)}, None, coop)
        db.session.commit()
        assert accounts_for_all()[0].cooperatives == (("Cooperativa Demo Zwei", 10_000),)


def test_nothing_is_summed_twice(app: Flask) -> None:
    pay(app, 1)
    with app.app_context():
        assert accounts_for_all() is accounts_for_all()
