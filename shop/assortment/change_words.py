"""Products in the words of the staff, for the book of changes."""

from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from shop.assortment.fields import VALUES, WORDS
from shop.audit.words import Thing, Words, plain_value, speak_of
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.origin.rules import PROVINCES
from shop.web.filters import euro, weight


def value_of(column: str, text: str) -> str:
    """A value of a product as it was noted, in words."""
    if column == "provinces":
        return ", ".join(str(PROVINCES.get(one, one)) for one in text.split(","))
    if column in VALUES:
        known = {str(value): words for value, words in VALUES[column].items()}
        return str(known.get(text, text))
    if column.endswith("_grams") and text.isdigit():
        return weight(int(text))
    if column.endswith("_cents") and text.isdigit():
        return euro(int(text))
    return plain_value(column, text)


def _products(ids: Collection[int]) -> Mapping[int, Thing]:
    rows = db.session.execute(
        select(Product.id, Product.name, Product.slug).where(Product.id.in_(ids))
    )
    return {id: Thing(name, f"/artikel/{slug}") for id, name, slug in rows}


def _variants(ids: Collection[int]) -> Mapping[int, Thing]:
    rows = db.session.execute(
        select(Variant.id, Product.name, Variant.size, Variant.grind, Product.slug, Variant.sku)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id.in_(ids))
    )
    return {
        id: Thing(f"{name}, {variant_name(size, grind)}", f"/artikel/{slug}/sorten/{sku}")
        for id, name, size, grind, slug, sku in rows
    }


speak_of("price", Words(_("Preis"), {"planned": _("geplant")} | WORDS, value_of, _variants))
speak_of("product", Words(_("Produkt"), WORDS, value_of, _products))
speak_of("draft", Words(_("Entwurf"), WORDS, value_of, _products))
speak_of("variant", Words(_("Sorte"), WORDS, value_of, _variants))
