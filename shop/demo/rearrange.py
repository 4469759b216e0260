"""What changed in the demo shop's catalogue between its opening and today."""

from sqlalchemy import select

from shop.catalogue.models import Product, Variant
from shop.catalogue.retire import retire
from shop.catalogue.set_price import set_price
from shop.db import db
from shop.demo.data.coffees import HOUSE
from shop.demo.data.unlisted import RETIRED


def rearrange() -> None:
    """The house coffee costs what it costs today, the winter coffee is gone. Does not commit."""
    for item in HOUSE.items:
        variant_id = db.session.scalars(select(Variant.id).where(Variant.sku == item.sku)).one()
        set_price(variant_id, item.price_cents, "Rohkaffee ist teurer geworden")
    retire(db.session.scalars(select(Product.id).where(Product.slug == RETIRED.slug)).one())
