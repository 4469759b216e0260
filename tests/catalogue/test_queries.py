"""A product as its page shows it."""

from flask import Flask

from shop.catalogue.add_photo import add_photo, ready_photo
from shop.catalogue.queries import product_page
from shop.db import db
from tests.make.catalogue import make_product
from tests.make.photos import make_photo


def test_each_variant_and_each_photograph_is_shown_once_and_in_order(app: Flask) -> None:
    made = make_product(app, variants=[{}, {"size": "1 kg"}, {"size": "500 g", "on_sale": False}])
    with app.test_request_context():
        for alt in ("Von vorn", "Von hinten"):
            add_photo(made.id, ready_photo(make_photo()), alt)
        db.session.commit()
        page = product_page(made.slug)
    assert [offer.size for offer in page.offers] == ["250 g", "1 kg"]
    assert [photo.alt for photo in page.photos] == ["Von vorn", "Von hinten"]


def test_a_product_with_nothing_for_sale_still_has_its_photographs(app: Flask) -> None:
    made = make_product(app, variants=[])
    with app.test_request_context():
        add_photo(made.id, ready_photo(make_photo()), "Von vorn")
        db.session.commit()
        page = product_page(made.slug)
    assert page.offers == ()
    assert [photo.alt for photo in page.photos] == ["Von vorn"]
