"""Where the prices of the demo shop go."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from shop.catalogue.models import Product, Variant
from shop.clock import stopped_at
from shop.db import db
from shop.demo.fill import fill
from shop.origin.newest_split import newest_split
from shop.origin.proof_models import Split
from shop.origin.split_document import read_parts
from shop.stock.models import Level
from tests.make.databases import Databases
from tests.make.shop import make_settings, make_shop

# Five weeks, with the new price of the house coffee in their middle.
SINCE = date(2026, 10, 16)
NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("demo")
    with (
        databases.fresh(request.param) as url,
        make_shop(make_settings(url, folder)) as app,
        app.app_context(),
        stopped_at(NOW),
    ):
        fill(SINCE)
        yield app


def test_whatever_is_on_the_shelf_has_a_split_of_todays_price_that_adds_up(filled: Flask) -> None:
    rows = db.session.execute(
        select(
            Variant.sku,
            Variant.price_cents,
            newest_split(Product.id, Variant.size, Level.batch_id, Variant.price_cents),
        )
        .join(Product, Product.id == Variant.product_id)
        .join(Level, Level.variant_id == Variant.id)
        .where(Product.state == "published", Level.on_hand > 0)
    ).all()
    assert {"D-HAUS-1000-B", "D-PROB-F", "D-GESC-B", "D-BECH", "D-SCHO-M"} <= {
        sku for sku, _, _ in rows
    }
    for sku, price_cents, text in rows:
        assert text is not None, sku
        parts = read_parts(text)
        known = sum(part.cents or 0 for part in parts)
        assert known == price_cents or any(part.cents is None for part in parts), sku


def test_of_the_cloth_filter_and_the_first_micro_lot_nobody_knows_what_was_paid(
    filled: Flask,
) -> None:
    unknown = db.session.scalars(
        select(Product.slug)
        .join(Split, Split.product_id == Product.id)
        .where(Split.unknown_cents != 0)
        .distinct()
    ).all()
    assert set(unknown) == {"stofffilter", "mikrolot-cutervo"}


def test_the_old_price_of_the_house_coffee_stays_readable(filled: Flask) -> None:
    prices = db.session.scalars(
        select(Split.price_cents)
        .join(Product, Product.id == Split.product_id)
        .where(Product.slug == "hausmischung", Split.size == "250 g")
    ).all()
    assert set(prices) == {690, 750}
