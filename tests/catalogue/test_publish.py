"""What a product needs before it is shown."""

from typing import Any

import pytest
from flask import Flask

from shop.catalogue.find import Query, find
from shop.catalogue.models import Product
from shop.catalogue.publish import NotPublishable, UnknownProduct, Unproven, publish
from shop.catalogue.retire import NeverPublished, retire
from shop.db import db
from tests.make.catalogue import make_product


def _publish(app: Flask, product_id: int) -> list[str]:
    """What is missing; published if nothing is."""
    with app.app_context():
        try:
            publish(product_id)
        except NotPublishable as refused:
            return refused.missing
        db.session.commit()
        return []


def test_a_complete_coffee_is_published_and_found(app: Flask) -> None:
    made = make_product(app, "Neuer Kaffee", state="draft")
    assert _publish(app, made.id) == []
    with app.test_request_context():
        assert [card.slug for card in find(Query("neuer"), 1).cards] == [made.slug]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"legal_name": ""}, ["legal_name"]),
        ({"storage": "  "}, ["storage"]),
        ({"roast_level": None}, ["roast_level"]),
        ({"description": "", "flavour_notes": ""}, ["description", "flavour_notes"]),
        ({"kind": "chocolate"}, ["ingredients", "nutrition"]),
        ({"kind": "goods"}, ["maker"]),
        ({"bag_colour": "red"}, ["bag_colour"]),
        ({"kind": "set", "roast_level": None, "flavour_notes": ""}, []),
        ({"kind": "set", "legal_name": "", "storage": ""}, ["legal_name", "storage"]),
        ({"variants": []}, ["variants"]),
        ({"variants": [{"on_sale": False}]}, ["variants"]),
        ({"variants": [{"net_grams": None}]}, ["net_grams"]),
        ({"kind": "set", "variants": [{"net_grams": None}]}, ["variant_parts", "maker"]),
    ],
)
def test_a_product_is_published_only_with_what_must_be_known_before_buying(
    app: Flask, fields: dict[str, Any], missing: list[str]
) -> None:
    made = make_product(app, state="draft", **fields)
    assert _publish(app, made.id) == missing
    with app.app_context():
        state = "draft" if missing else "published"
        assert db.session.get_one(Product, made.id).state == state


def test_a_retired_product_comes_back(app: Flask) -> None:
    made = make_product(app)
    with app.app_context():
        retire(made.id)
        retire(made.id)
        assert db.session.get_one(Product, made.id).state == "retired"
        db.session.commit()
    assert _publish(app, made.id) == []


def test_a_draft_is_not_retired(app: Flask) -> None:
    made = make_product(app, state="draft")
    with app.app_context(), pytest.raises(NeverPublished):
        retire(made.id)


def test_an_unknown_product_is_neither_published_nor_retired(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(UnknownProduct):
            publish(4711)
        with pytest.raises(UnknownProduct):
            retire(4711)


def test_a_product_that_says_what_only_a_claim_may_say_is_not_published(app: Flask) -> None:
    made = make_product(app, state="draft", description="Unser Bio-Kaffee, fair bezahlt.")
    with app.app_context(), pytest.raises(Unproven) as refused:
        publish(made.id)
    assert [sentence.split(" ist ")[0] for sentence in refused.value.sentences] == [
        "description: „Bio“",
        "description: „fair“",
    ]
    with app.app_context():
        assert db.session.get_one(Product, made.id).state == "draft"
