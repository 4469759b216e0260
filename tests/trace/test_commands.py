"""`flask --app shop check-words`: what is said in the files and in the database."""

import pytest
from flask import Flask
from sqlalchemy import update

from shop.catalogue.models import Product
from shop.db import db
from shop.trace.words_stored import words_stored
from tests.make.catalogue import make_product
from tests.make.origin import make_cooperative


def test_a_shop_that_claims_nothing_by_itself_passes(app: Flask) -> None:
    make_product(app)
    answer = app.test_cli_runner().invoke(args=["check-words"])
    assert (answer.exit_code, answer.output) == (0, "Kein Wort ohne Nachweis.\n")


def test_a_word_in_a_product_is_named_with_its_place_and_reason(app: Flask) -> None:
    product = make_product(app)
    with app.app_context():
        db.session.execute(update(Product).values(tagline="Der nachhaltige Bio-Kaffee"))
        db.session.commit()
    answer = app.test_cli_runner().invoke(args=["check-words"])
    assert answer.exit_code == 1
    assert f"products.tagline ({product.slug}): „nachhaltige“: allgemeine Umwelt" in answer.output
    assert "„Bio“: nur als Aussage mit gültigem Nachweis" in answer.output


@pytest.mark.parametrize("column", ["name", "place", "description"])
def test_records_of_origin_are_read_too(app: Flask, column: str) -> None:
    make_cooperative(app, **{column: "Klimaneutral"})
    with app.app_context():
        assert [found.word for found in words_stored()] == ["Klimaneutral"]
