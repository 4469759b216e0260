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
from shop.split.pieces import Home, pieces
from shop.split.read_facts import read_facts
from shop.split.rules import older_than_contract
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


def test_no_document_is_older_than_the_coffee_it_is_about(filled: Flask) -> None:
    batch_ids = db.session.scalars(select(Split.batch_id).where(Split.batch_id.is_not(None)))
    for batch_id in {found for found in batch_ids if found}:
        for piece in pieces(Home(batch_id, "", "")):
            if piece.newest:
                parts = read_parts(piece.newest.parts)
                bought = read_facts(piece, {}).contracted_on
                assert older_than_contract(parts, bought) == (), piece.product


def test_taking_the_caffeine_out_is_told_of_every_coffee_without(filled: Flask) -> None:
    texts = db.session.scalars(
        select(Split.parts)
        .join(Product, Product.id == Split.product_id)
        .where(Product.slug == "entkoffeiniert")
    ).all()
    assert texts
    for text in texts:
        assert "decaf" in {part.kind for part in read_parts(text) if part.cents}
