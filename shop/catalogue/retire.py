"""Take a product out of the catalogue for good, or until it is published again."""

from sqlalchemy import select, update

from shop.audit.note_change import note_change
from shop.catalogue.models import Product
from shop.catalogue.publish import UnknownProduct
from shop.db import db, rows_changed
from shop.errors import Refused


class NeverPublished(Refused):
    """A draft is not retired; nobody has seen it."""


def retire(product_id: int, person_id: int | None = None) -> None:
    """Nobody can buy it any more; its page says so. Orders and carts keep what they copied.

    Retiring twice is the same as once. Refuses with `NeverPublished` and `UnknownProduct`.
    """
    changed = rows_changed(
        update(Product)
        .where(Product.id == product_id, Product.state == "published")
        .values(state="retired")
    )
    if changed:
        before, after = {"state": "published"}, {"state": "retired"}
        return note_change("product", product_id, before, after, person_id)
    state = db.session.scalar(select(Product.state).where(Product.id == product_id))
    if state is None:
        raise UnknownProduct
    if state == "draft":
        raise NeverPublished
