"""Show a product in the catalogue."""

from sqlalchemy import func, select, update

from shop import clock
from shop.audit.note_change import note_change
from shop.catalogue.index_words import index_words
from shop.catalogue.models import Part, Product, Variant
from shop.catalogue.rules import OnSale, missing
from shop.catalogue.unproven import unproven
from shop.db import db
from shop.errors import NotThere, Refused


class UnknownProduct(NotThere):
    """No product has this number."""


class NotPublishable(Refused):
    """The law or the page needs more than is known; `missing` names the columns."""

    status = 422

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class Unproven(Refused):
    """Its texts say what only a claim may say, or nobody; `sentences` name columns and words."""

    status = 422

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def publish(product_id: int, person_id: int | None = None) -> None:
    """The product is in the catalogue and in the search; again, if it was retired.

    Who did so is noted. Refuses with `NotPublishable` what lacks something `rules.missing` asks
    for, with `Unproven`, and with `UnknownProduct`.
    """
    product = db.session.execute(
        select(*Product.__table__.c).where(Product.id == product_id)
    ).first()
    if product is None:
        raise UnknownProduct
    not_there = missing(product._asdict(), _on_sale(product_id))
    if not_there:
        raise NotPublishable(not_there)
    if sentences := unproven(product._asdict()):
        raise Unproven(sentences)
    db.session.execute(
        update(Product)
        .where(Product.id == product_id)
        .values(state="published", published_at=func.coalesce(Product.published_at, clock.now()))
    )
    index_words(product_id)
    note_change("product", product_id, {"state": product.state}, {"state": "published"}, person_id)


def _on_sale(product_id: int) -> list[OnSale]:
    has_parts = select(Part.id).where(Part.variant_id == Variant.id).exists()
    rows = db.session.execute(
        select(Variant.net_grams, has_parts).where(
            Variant.product_id == product_id, Variant.on_sale.is_(True)
        )
    )
    return [OnSale(net_grams, bool(parts)) for net_grams, parts in rows]
