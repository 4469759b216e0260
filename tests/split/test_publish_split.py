"""A split is published for today's price, adds up, and is never changed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.audit.models import Change
from shop.catalogue.models import Variant
from shop.catalogue.set_price import set_price
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch, Revision
from shop.origin.newest_split import newest_split
from shop.origin.proof_models import Split
from shop.origin.split_document import read_parts
from shop.split.publish_split import publish_split
from shop.split.rules import (
    PriceMoved,
    ShopBeforeOthers,
    SplitDoesNotAddUp,
    WordsNotAllowed,
    propose,
)
from tests.make.catalogue import MadeProduct, make_product
from tests.make.origin import make_batch
from tests.make.split import batch_of, make_cost, make_facts, make_split

PARTS = propose(750, make_facts())
GREENWASH = make_facts(costs={"packing": make_cost(32, "klimaneutrale Bio-Tüten, Rechnung 12")})


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, variants=[{}, {"grind": "filter"}])


def shown(app: Flask, product: MadeProduct, batch_id: int | None) -> list[str | None]:
    """What the column says beside each variant."""
    batch = select(Batch.id).where(Batch.id == batch_id).scalar_subquery()
    text = newest_split(Variant.product_id, Variant.size, batch, Variant.price_cents)
    of_product = select(text).where(Variant.product_id == product.id).order_by(Variant.id)
    with app.app_context():
        return list(db.session.scalars(of_product))


def test_what_is_published_is_read_beside_every_grind(app: Flask, coffee: MadeProduct) -> None:
    batch = batch_of(app)
    make_split(app, coffee.id, batch, parts=PARTS)
    texts = shown(app, coffee, batch)
    assert [read_parts(text or "") for text in texts] == [PARTS, PARTS]
    with app.app_context():
        split = db.session.scalars(select(Split)).one()
        assert (split.version, split.known_cents, split.unknown_cents) == (1, 750, 0)


def test_a_newer_version_replaces_the_older_which_stays(app: Flask, coffee: MadeProduct) -> None:
    batch = batch_of(app)
    newer = propose(750, make_facts(costs={"packing": make_cost(40)}))
    make_split(app, coffee.id, batch, parts=PARTS)
    make_split(app, coffee.id, batch, parts=newer)
    assert [read_parts(text or "") for text in shown(app, coffee, batch)] == [newer, newer]
    with app.app_context():
        versions = db.session.scalars(select(Split).order_by(Split.version)).all()
        assert [read_parts(split.parts) for split in versions] == [PARTS, newer]
        assert versions[1].known_cents + versions[1].unknown_cents == 750
        assert versions[1].unknown_cents > 0


def test_a_price_that_changes_takes_the_split_away(app: Flask, coffee: MadeProduct) -> None:
    batch = batch_of(app)
    make_split(app, coffee.id, batch)
    with app.app_context():
        set_price(coffee.variants[0].id, 790, "teurer Rohkaffee")
        db.session.commit()
    assert [text is None for text in shown(app, coffee, batch)] == [True, False]


def test_an_older_version_does_not_come_back_with_its_price(
    app: Flask, coffee: MadeProduct
) -> None:
    batch = batch_of(app)
    make_split(app, coffee.id, batch)
    for price in (790, 750):
        with app.app_context():
            for variant in coffee.variants:
                set_price(variant.id, price, "Test")
            db.session.commit()
        if price == 790:
            make_split(app, coffee.id, batch, price_cents=790)
    assert shown(app, coffee, batch) == [None, None]


def test_a_split_of_one_batch_says_nothing_of_another(app: Flask, coffee: MadeProduct) -> None:
    make_split(app, coffee.id, batch_of(app))
    assert shown(app, coffee, make_batch(app)) == [None, None]


def test_goods_without_a_batch_have_one_too(app: Flask) -> None:
    mug = make_product(app, variants=[{"size": "Ein Stück", "grind": None, "coffee_grams": 0}])
    make_split(app, mug.id, None, size="Ein Stück")
    assert len([text for text in shown(app, mug, None) if text]) == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"price_cents": 749}, PriceMoved),
        ({"size": "500 g"}, NotThere),
        ({"parts": propose(751, make_facts())}, SplitDoesNotAddUp),
        ({"parts": propose(750, GREENWASH)}, WordsNotAllowed),
        ({"parts": (replace(PARTS[0], cents=None), *PARTS[1:])}, ShopBeforeOthers),
    ],
    ids=[
        "another price",
        "another size",
        "a cent too much",
        "words without proof",
        "an early rest",
    ],
)
def test_what_is_not_true_today_is_refused(
    app: Flask, coffee: MadeProduct, given: dict[str, Any], refusal: type[Exception]
) -> None:
    batch = batch_of(app)
    with pytest.raises(refusal):
        make_split(app, coffee.id, batch, **given)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Split)) == 0


def test_grinds_that_differ_in_price_have_no_split_together(app: Flask) -> None:
    coffee = make_product(app, variants=[{}, {"price_cents": 770, "grind": "filter"}])
    with pytest.raises(PriceMoved):
        make_split(app, coffee.id, batch_of(app))


def test_what_is_no_longer_sold_does_not_count(app: Flask) -> None:
    coffee = make_product(app, variants=[{}, {"price_cents": 770, "on_sale": False}])
    make_split(app, coffee.id, batch_of(app))


def test_it_is_noted_and_voids_what_was_remembered(app: Flask, coffee: MadeProduct) -> None:
    batch = batch_of(app)
    with app.app_context():
        before = db.session.scalars(select(Revision.number)).one()
    split_id = make_split(app, coffee.id, batch)
    with app.app_context():
        assert db.session.scalars(select(Revision.number)).one() > before
        change = db.session.scalars(select(Change).where(Change.record == "split")).one()
        assert change.record_id == split_id and '"version": [null, "1"]' in change.what


def test_two_at_once_publish_two_versions(app: Flask, coffee: MadeProduct) -> None:
    batch = batch_of(app)

    def publish(_number: int) -> None:
        with app.app_context():
            publish_split(batch, coffee.id, "250 g", 750, PARTS)
            db.session.commit()

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(publish, range(6)))
    with app.app_context():
        versions = db.session.scalars(select(Split.version).order_by(Split.version))
        assert list(versions) == [1, 2, 3, 4, 5, 6]
