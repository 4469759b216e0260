"""What the cart learns of a variant."""

from flask import Flask

from shop.catalogue.sellable import sellable
from shop.db import db
from shop.stock.models import Level
from tests.make.catalogue import make_product


def test_a_variant_tells_its_name_price_and_units(app: Flask) -> None:
    made = make_product(app, "Filter Jaén", variants=[{"grind": "filter", "units": 4}])
    with app.app_context():
        found = sellable([made.variant.id])[made.variant.id]
    assert (found.product_name, found.variant_name) == ("Filter Jaén", "250 g, gemahlen für Filter")
    assert found.legal_name == "Röstkaffee, gemahlen"
    assert (found.price_cents, found.net_grams, found.available) == (750, 250, 4)
    assert found.parts == ((700, 750),)
    assert found.on_sale


def test_reserved_units_are_not_available(app: Flask) -> None:
    made = make_product(app, variants=[{"units": 5}])
    with app.app_context():
        db.session.query(Level).update({"reserved": 3})
        assert sellable([made.variant.id])[made.variant.id].available == 2


def test_a_retired_product_is_known_but_not_on_sale(app: Flask) -> None:
    made = make_product(app, state="retired")
    with app.app_context():
        found = sellable([made.variant.id])[made.variant.id]
    assert (found.on_sale, found.available) == (False, 0)


def test_a_variant_taken_off_sale_has_no_units_to_sell(app: Flask) -> None:
    made = make_product(app, variants=[{"on_sale": False}])
    with app.app_context():
        found = sellable([made.variant.id])[made.variant.id]
    assert (found.on_sale, found.available) == (False, 0)


def test_an_unknown_variant_is_not_among_them(app: Flask) -> None:
    with app.app_context():
        assert sellable([4711]) == {}
        assert sellable([]) == {}


def test_a_set_tells_the_rate_and_single_price_of_each_part(app: Flask) -> None:
    made = make_product(
        app,
        "Geschenkbox",
        kind="set",
        variants=[
            {
                "price_cents": 2190,
                "net_grams": None,
                "parts": [("Kaffee", "reduced", 750), ("Becher", "standard", 1450)],
            }
        ],
    )
    with app.app_context():
        found = sellable([made.variant.id])[made.variant.id]
    assert found.parts == ((700, 750), (1900, 1450))
