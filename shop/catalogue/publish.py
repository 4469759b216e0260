"""Show a product in the catalogue."""

from collections.abc import Iterator

from sqlalchemy import select, update

from shop import clock
from shop.catalogue.index_words import index_words
from shop.catalogue.models import Part, Product, Variant
from shop.catalogue.rules import FOOD, is_colour
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


def publish(product_id: int) -> None:
    """The product is in the catalogue and in the search; again, if it was retired.

    Refuses with `NotPublishable` what lacks information due before a purchase (Art. 14 LMIV for
    food, Art. 19 GPSR for other goods), and with `UnknownProduct`.
    """
    product = db.session.get(Product, product_id)
    if product is None:
        raise UnknownProduct
    variants = list(
        db.session.scalars(
            select(Variant).where(Variant.product_id == product_id, Variant.on_sale.is_(True))
        )
    )
    missing = [*_missing(product), *_missing_in_variants(product, variants)]
    if missing:
        raise NotPublishable(missing)
    db.session.execute(
        update(Product)
        .where(Product.id == product_id)
        .values(state="published", published_at=product.published_at or clock.now())
    )
    index_words(product_id)


def _missing(product: Product) -> Iterator[str]:
    needed = ["slug", "name", "tagline", "description"]
    if product.kind in FOOD:
        needed += ["legal_name", "storage"]
    if product.kind == "coffee":
        needed += ["flavour_notes", "roast_level"]
    if product.kind == "chocolate":
        needed += ["ingredients", "nutrition"]
    if product.kind == "goods":
        needed += ["maker"]
    for name in needed:
        value = getattr(product, name)
        if not (value.strip() if isinstance(value, str) else value):
            yield name
    for name in ("bag_colour", "label_colour", "accent_colour"):
        if not is_colour(getattr(product, name)):
            yield name


def _missing_in_variants(product: Product, variants: list[Variant]) -> Iterator[str]:
    if not variants:
        yield "variants"
    # Fill quantity and Grundpreis (§ 4 PAngV); sets of different things are exempt.
    if product.kind in {"coffee", "chocolate"} and any(v.net_grams is None for v in variants):
        yield "net_grams"
    if product.kind == "set" and any(v.net_grams is None for v in variants):
        yield from _missing_in_mixed_set(product, [v.id for v in variants if v.net_grams is None])


def _missing_in_mixed_set(product: Product, variant_ids: list[int]) -> Iterator[str]:
    """A set without a fill quantity holds different things: its parts share out price and VAT."""
    known = set(db.session.scalars(select(Part.variant_id).where(Part.variant_id.in_(variant_ids))))
    if not known.issuperset(variant_ids):
        yield "variant_parts"
    if not product.maker.strip():
        yield "maker"
