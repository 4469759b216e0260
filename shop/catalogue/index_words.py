"""Make a product findable by the words it carries now."""

from sqlalchemy import delete, insert, select

from shop.catalogue.models import Product, ProductWord
from shop.catalogue.rules import TASTES, search_words
from shop.db import db


def index_words(product_id: int) -> None:
    """Afterwards the search finds this product by its present texts and by no earlier ones."""
    texts = db.session.execute(
        select(Product.name, Product.tagline, Product.flavour_notes, Product.legal_name).where(
            Product.id == product_id
        )
    ).one()
    taste = db.session.scalar(select(Product.taste).where(Product.id == product_id))
    words = search_words(*texts, TASTES.get(taste or "", ""))
    db.session.execute(delete(ProductWord).where(ProductWord.product_id == product_id))
    if words:
        db.session.execute(
            insert(ProductWord), [{"product_id": product_id, "word": word} for word in words]
        )
