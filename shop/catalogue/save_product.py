"""Write a product down as a file has it: a new one, or what is different about a known one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from shop import clock
from shop.audit.note_change import note_change
from shop.catalogue.models import Part, Price, Product, Variant
from shop.catalogue.product_file import Columns, GivenProduct, GivenVariant
from shop.catalogue.set_price import set_price
from shop.db import db

FIRST_PRICE = "Erster Preis"
#: Between two products, so that one can be put in between later.
_GAP = 10


@dataclass(frozen=True, slots=True)
class Change:
    """A column that is different now; without a column: a product, or a variant at a price."""

    #: Slug of the product, or SKU of the variant.
    of: str
    column: str = ""
    before: Any = None
    after: Any = None


def save_product(given: GivenProduct, reason: str, person_id: int | None = None) -> list[Change]:
    """The product and its variants are as given; what changed is the answer.

    A new product is a draft behind all others. What is not given stays as it is, nothing is
    deleted but the parts of a set that is given others. A known variant's price changes with this
    reason (`set_price` refuses without). What the history of prices does not tell is noted with
    the person, none for an operator's file. The SKUs must be free or the product's own. Does not
    commit, and leaves the search to the caller.
    """
    row = db.session.execute(
        select(*Product.__table__.c).where(Product.slug == given.slug)
    ).one_or_none()
    if row is None:
        product_id, changes = _add_product(given.columns), [Change(given.slug)]
        note_change("product", product_id, {}, given.columns, person_id)
    else:
        product_id, changes = row.id, list(_differences(given.slug, row, given.columns))
        _update(Product, product_id, changes)
        _note("product", product_id, changes, person_id)
    for variant in given.variants:
        changes += _save_variant(product_id, variant, reason, person_id)
    return changes


def _add_product(columns: Columns) -> int:
    last = db.session.scalar(select(func.max(Product.position))) or 0
    values = {"position": last + _GAP, "state": "draft"} | dict(columns)
    return db.session.execute(insert(Product).values(**values).returning(Product.id)).scalar_one()


def _save_variant(
    product_id: int, given: GivenVariant, reason: str, person_id: int | None
) -> list[Change]:
    row = db.session.execute(
        select(*Variant.__table__.c).where(Variant.sku == given.sku)
    ).one_or_none()
    if row is None:
        variant_id = _add_variant(product_id, given.columns, person_id)
        _add_parts(variant_id, given.parts or ())
        note_change("variant", variant_id, {}, given.columns, person_id)
        return [Change(given.sku, after=given.columns["price_cents"])]
    changes = list(_differences(given.sku, row, given.columns))
    of_it = [change for change in changes if change.column != "price_cents"]
    _update(Variant, row.id, of_it)
    if given.columns["price_cents"] != row.price_cents:
        set_price(row.id, given.columns["price_cents"], reason, person_id)
    parts = list(_change_parts(row.id, given))
    _note("variant", row.id, [*of_it, *parts], person_id)
    return [*changes, *parts]


def _add_variant(product_id: int, columns: Columns, person_id: int | None) -> int:
    mine = select(func.max(Variant.position)).where(Variant.product_id == product_id)
    last = db.session.scalar(mine)
    values = {"position": 0 if last is None else last + 1} | dict(columns)
    variant_id = db.session.execute(
        insert(Variant).values(product_id=product_id, **values).returning(Variant.id)
    ).scalar_one()
    price = {"price_cents": columns["price_cents"], "reason": FIRST_PRICE, "person_id": person_id}
    db.session.execute(insert(Price).values(variant_id=variant_id, valid_from=clock.now(), **price))
    return variant_id


def _change_parts(variant_id: int, given: GivenVariant) -> Iterator[Change]:
    rows = db.session.execute(
        select(Part.name, Part.vat_class, Part.single_price_cents)
        .where(Part.variant_id == variant_id)
        .order_by(Part.position, Part.id)
    )
    before = tuple(row._asdict() for row in rows)
    if given.parts is None or given.parts == before:
        return
    db.session.execute(delete(Part).where(Part.variant_id == variant_id))
    _add_parts(variant_id, given.parts)
    yield Change(given.sku, "parts", before, given.parts)


def _add_parts(variant_id: int, parts: tuple[Columns, ...]) -> None:
    for position, part in enumerate(parts):
        db.session.execute(insert(Part).values(variant_id=variant_id, position=position, **part))


def _differences(of: str, row: Row[*tuple[Any, ...]], columns: Columns) -> Iterator[Change]:
    for column, after in columns.items():
        before = getattr(row, column)
        if before != after:
            yield Change(of, column, before, after)


def _note(record: str, record_id: int, changes: list[Change], person_id: int | None) -> None:
    before = {change.column: _noted(change.before) for change in changes}
    after = {change.column: _noted(change.after) for change in changes}
    note_change(record, record_id, before, after, person_id)


def _noted(value: Any) -> Any:
    """Parts of a set as people read them; everything else as it is."""
    if not isinstance(value, tuple):
        return value
    shown = (f"{one['name']} {one['single_price_cents']} {one['vat_class']}" for one in value)
    return " + ".join(shown)


def _update(table: type[Product | Variant], row_id: int, changes: list[Change]) -> None:
    if changes:
        values = {change.column: change.after for change in changes}
        db.session.execute(update(table).where(table.id == row_id).values(**values))
