"""A product as a product file would write it down: what pages show, compare and change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shop.catalogue.models import Part, Product, Variant
from shop.catalogue.product_keys import PART, PRODUCT, VARIANT, Key
from shop.db import db
from shop.errors import NotThere

#: Keys of a product file with the values it takes; nothing is "".
Values = dict[str, Any]


class NoSuchArticle(NotThere):
    """No product has this slug, or no variant of it this SKU."""


@dataclass(frozen=True, slots=True)
class Written:
    """A product and its variants in the keys of a product file."""

    id: int
    state: str
    product: Values
    #: By SKU, in their order; with `parts` where it is a set.
    variants: dict[str, Values]

    @property
    def slug(self) -> str:
        return str(self.product["slug"])

    @property
    def kind(self) -> str:
        return str(self.product["kind"])


def as_file(slug: str, *, hold: bool = False) -> Written:
    """Refuses with `NoSuchArticle`. With `hold` nobody else changes it until the commit.
    Orders of it are written meanwhile."""
    query = select(*Product.__table__.c).where(Product.slug == slug)
    found = db.session.execute(
        query.with_for_update(key_share=True) if hold else query
    ).one_or_none()
    if found is None:
        raise NoSuchArticle
    variants = (
        select(*Variant.__table__.c)
        .where(Variant.product_id == found.id)
        .order_by(Variant.position, Variant.id)
    )
    rows = db.session.execute(variants.with_for_update(key_share=True) if hold else variants).all()
    return Written(
        found.id,
        found.state,
        _values(found, PRODUCT),
        {row.sku: _variant(row, found.kind) for row in rows},
    )


def _variant(row: Any, kind: str) -> Values:
    values = _values(row, VARIANT)
    if kind == "set":
        parts = select(Part).where(Part.variant_id == row.id).order_by(Part.position, Part.id)
        values["parts"] = [_values(part, PART) for part in db.session.scalars(parts)]
    return values


def _values(row: object, keys: Mapping[str, Key]) -> Values:
    return {name: _written(name, getattr(row, key.column or name)) for name, key in keys.items()}


def _written(name: str, value: Any) -> Any:
    if value is None:
        return ""
    return price_text(value) if name in {"price", "single_price"} else value


def price_text(cents: int) -> str:
    """750 → „7,50“: as a product file and a form take it."""
    return f"{cents // 100},{cents % 100:02d}"
