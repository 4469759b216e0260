"""What an operator is told of a variant."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from shop.catalogue.set_price import set_price
from shop.clock import stopped_at
from shop.db import db
from tests.make.catalogue import make_product

OPENED = datetime(2026, 9, 1, 10, tzinfo=UTC)


def _told(app: Flask, sku: str) -> str:
    return app.test_cli_runner().invoke(args=["product", "show", sku]).output


def test_an_operator_reads_the_lowest_price_of_the_last_30_days(app: Flask) -> None:
    with stopped_at(OPENED):
        variant = make_product(app, variants=[{"units": 4}]).variant
    for day, cents in ((10, 690), (12, 790)):
        with app.app_context(), stopped_at(OPENED + timedelta(days=day)):
            set_price(variant.id, cents, "Test")
            db.session.commit()
    with stopped_at(OPENED + timedelta(days=20)):
        assert _told(app, variant.sku).splitlines() == [
            "Hausmischung, 250 g, ganze Bohne",
            "Preis: 7,90\u00a0€, 31,60\u00a0€/kg",
            "Niedrigster Preis der letzten 30 Tage: 6,90\u00a0€",
            "Frei: 4",
        ]
    with stopped_at(OPENED + timedelta(days=60)):
        assert "30 Tage: 7,90" in _told(app, variant.sku)


def test_what_is_not_for_sale_is_told_so(app: Flask) -> None:
    variant = make_product(app, state="retired").variant
    assert "Wird nicht verkauft." in _told(app, variant.sku)


def test_an_unknown_variant_is_told_to_be_unknown(app: Flask) -> None:
    assert "Einen Artikel 'nichts' gibt es nicht." in _told(app, "nichts")
