"""What changed in the demo shop's catalogue between its opening and today."""

from sqlalchemy import select, update

from shop.catalogue.models import Price, Product, Variant
from shop.clock import now
from shop.db import db, rows_changed
from shop.demo.data.coffees import HOUSE
from shop.demo.data.unlisted import RETIRED


def rearrange() -> None:
    """The house coffee costs what it costs today, the winter coffee is gone. Does not commit."""
    for item in HOUSE.items:
        _change_price(item.sku, item.price_cents)
    rows_changed(update(Product).where(Product.slug == RETIRED.slug).values(state="retired"))


def _change_price(sku: str, cents: int) -> None:
    variant_id = db.session.scalars(select(Variant.id).where(Variant.sku == sku)).one()
    rows_changed(update(Variant).where(Variant.id == variant_id).values(price_cents=cents))
    db.session.add(
        Price(
            variant_id=variant_id,
            price_cents=cents,
            valid_from=now(),
            reason="Rohkaffee ist teurer geworden",
        )
    )
    db.session.flush()
