"""What the staff may print labels for."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from shop.catalogue.for_sale import drawn_from
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.stock.coffee_of import coffee_of
from shop.stock.models import Level
from shop.stock.rules import Promise, misfit
from shop.trace.label import Bag


@dataclass(frozen=True, slots=True)
class Offered:
    """A bag with its words in the list of choices."""

    bag: Bag
    #: „Filter Jaén, 250 g, ganze Bohne“
    words: str
    #: Whether some were packed from the batch.
    is_packed: bool


def batch_to_label(code: str) -> Batch:
    """Refuses with `NotThere`."""
    found = db.session.scalar(select(Batch).where(func.lower(Batch.code) == code.lower()))
    if found is None:
        raise NotThere
    return found


def bags_of(batch_id: int) -> list[Offered]:
    """What was packed from the batch first, or is ground to order; then whatever else could be.

    Nothing whose name would say something else of the coffee than is true (`stock/rules.misfit`).
    """
    coffee = coffee_of(batch_id)
    of_batch = Level.variant_id == drawn_from(), Level.batch_id == batch_id
    packed = select(Level.id).where(*of_batch).exists()
    rows = db.session.execute(
        select(Product, Variant, packed)
        .join(Variant, Variant.product_id == Product.id)
        .where(Variant.coffee_grams > 0, or_(Product.state != "retired", packed))
        .order_by(Product.position, Product.id, Variant.position, Variant.id)
    ).all()
    offered = [
        _offered(product, variant, is_packed)
        for product, variant, is_packed in rows
        if not misfit(Promise(product.kind, product.decaf, product.provinces), coffee)
    ]
    return sorted(offered, key=lambda one: not one.is_packed)


def _offered(product: Product, variant: Variant, is_packed: bool) -> Offered:
    bag = Bag(
        sku=variant.sku,
        name=product.name,
        legal_name=product.legal_name,
        decaf=product.decaf,
        grind=variant.grind,
        # A set of different things has no fill quantity of its own: then that of its coffee.
        net_grams=variant.net_grams or variant.coffee_grams,
        storage=product.storage,
        ingredients=product.ingredients,
        gtin=variant.gtin,
    )
    words = f"{product.name}, {variant_name(variant.size, variant.grind)}"
    return Offered(bag, words, bool(is_packed))
