"""What has a price to split: one size of a product from one batch, or of goods without a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select

from shop.catalogue.for_sale import drawn_from
from shop.catalogue.models import Product, Variant
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.origin.proof_models import Split
from shop.split.publish_split import same_piece
from shop.stock.models import Level


@dataclass(frozen=True, slots=True)
class Home:
    """Where pieces belong: a batch, or a product whose goods come from none."""

    batch_id: int | None
    #: The code of the batch; of goods without one, the product's slug.
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """All grinds of one size."""

    product_id: int
    slug: str
    product: str
    size: str
    #: One of its variants, for the address.
    sku: str
    variant_id: int
    batch_id: int | None
    lowest_cents: int
    highest_cents: int
    #: The newest published version.
    newest: Split | None

    @property
    def version(self) -> int:
        """0 where none is published yet."""
        return self.newest.version if self.newest else 0

    @property
    def has_one_price(self) -> bool:
        return self.lowest_cents == self.highest_cents

    @property
    def is_shown(self) -> bool:
        """Whether customers see the newest version: it is for today's price."""
        newest = self.newest
        return newest is not None and {newest.price_cents} == {
            self.lowest_cents,
            self.highest_cents,
        }


def batch_home(code: str) -> Home:
    """Refuses with `NotThere`."""
    row = db.session.execute(select(Batch.id, Batch.code).where(Batch.code == code)).first()
    if row is None:
        raise NotThere
    return Home(row.id, row.code, row.code)


def goods_home(slug: str) -> Home:
    """Refuses with `NotThere` also what comes from batches."""
    row = db.session.execute(
        select(Product.slug, Product.name)
        .join(Variant, Variant.product_id == Product.id)
        .where(Product.slug == slug, Variant.coffee_grams == 0)
    ).first()
    if row is None:
        raise NotThere
    return Home(None, row.slug, row.name)


def goods_homes() -> list[Home]:
    """All goods on sale that come from no batch."""
    rows = db.session.execute(
        select(Product.slug, Product.name, Product.position, Product.id)
        .join(Variant, Variant.product_id == Product.id)
        .where(Variant.coffee_grams == 0, Variant.on_sale, Product.state != "retired")
        .distinct()
        .order_by(Product.position, Product.id)
    )
    return [Home(None, row.slug, row.name) for row in rows]


def pieces(home: Home) -> list[Piece]:
    """Of a batch: what was packed from it, and is still sold. In the order of the catalogue."""
    statement = _variants().order_by(Product.position, Product.id, func.min(Variant.position))
    if home.batch_id is None:
        found = statement.where(Product.slug == home.code, Variant.coffee_grams == 0)
    else:
        packed = select(Level.variant_id).where(Level.batch_id == home.batch_id)
        found = statement.where(drawn_from().in_(packed))
    return [_piece(row, home.batch_id) for row in db.session.execute(found)]


def piece(home: Home, sku: str) -> Piece:
    """Refuses with `NotThere`."""
    for found in pieces(home):
        if found.sku == sku:
            return found
    raise NotThere


def _variants() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Product.id.label("product_id"),
            Product.slug,
            Product.name.label("product"),
            Variant.size,
            func.min(Variant.sku).label("sku"),
            func.min(Variant.id).label("variant_id"),
            func.min(Variant.price_cents).label("lowest_cents"),
            func.max(Variant.price_cents).label("highest_cents"),
        )
        .join(Variant, Variant.product_id == Product.id)
        .where(Variant.on_sale, Product.state != "retired")
        .group_by(Product.id, Product.slug, Product.name, Product.position, Variant.size)
    )


def _piece(row: Row[*tuple[Any, ...]], batch_id: int | None) -> Piece:
    newest = next(iter(versions(batch_id, row.product_id, row.size)), None)
    return Piece(**row._mapping, batch_id=batch_id, newest=newest)


def versions(batch_id: int | None, product_id: int, size: str) -> Sequence[Split]:
    """Of one piece, newest first."""
    return db.session.scalars(
        select(Split).where(*same_piece(batch_id, product_id, size)).order_by(Split.version.desc())
    ).all()
