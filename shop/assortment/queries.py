"""Products as the staff see them: all of them, and one with what is missing and what is drafted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from shop.accounts.models import Person
from shop.assortment.as_file import Written
from shop.assortment.change_words import value_of
from shop.assortment.fields import SECTION_OF, WORDS
from shop.assortment.models import ProductDraft
from shop.assortment.patch import Patch
from shop.audit.words import column_words
from shop.catalogue.for_sale import now_bound, units_for_sale
from shop.catalogue.models import Part, Product, Variant
from shop.catalogue.rules import OnSale, missing
from shop.db import execute

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A product in the list; `missing` are words, `units` what is for sale of all its variants."""

    slug: str
    name: str
    state: str
    is_drafted: bool
    missing: tuple[str, ...]
    units: int
    variants: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One key that the draft changes, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Drafted:
    person: str
    saved_at: datetime
    differences: tuple[Difference, ...]


def listed(state: str, text: str, page: int) -> tuple[list[Listed], bool]:
    """A page of the products in the order of the catalogue, and whether there are more."""
    chosen = select(*Product.__table__.c).order_by(Product.position, Product.id)
    if state:
        chosen = chosen.where(Product.state == state)
    for word in text.lower().split()[:5]:
        chosen = chosen.where(func.lower(Product.name).contains(word, autoescape=True))
    rows = execute(chosen.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()
    ids = [row.id for row in rows[:PER_PAGE]]
    on_sale, units = _on_sale(ids), _units(ids)
    drafted = set(
        execute(select(ProductDraft.product_id).where(ProductDraft.product_id.in_(ids))).scalars()
    )
    return [
        Listed(
            row.slug,
            row.name,
            row.state,
            row.id in drafted,
            tuple(words for _name, words, _section in _missing(row, on_sale.get(row.id, []))),
            units.get(row.id, 0),
            len(on_sale.get(row.id, [])),
        )
        for row in rows[:PER_PAGE]
    ], len(rows) > PER_PAGE


def missing_of(product_id: int) -> list[tuple[str, str, str]]:
    """What stands between a product and the catalogue: key, words, and the section it is in."""
    row = execute(select(*Product.__table__.c).where(Product.id == product_id)).one()
    return _missing(row, _on_sale([product_id]).get(product_id, []))


def missing_words(names: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(name, str(WORDS.get(name, name)), SECTION_OF.get(name, "")) for name in names]


def drafted(now: Written, patch: Patch) -> Drafted | None:
    """What the draft changes, by whom and since when; None without one."""
    row = execute(
        select(ProductDraft.saved_at, Person.name)
        .outerjoin(Person, Person.id == ProductDraft.person_id)
        .where(ProductDraft.product_id == now.id)
    ).one_or_none()
    if row is None:
        return None
    before = Patch(
        {name: now.product.get(name) for name in patch.product},
        {
            sku: {name: now.variants.get(sku, {}).get(name) for name in values}
            for sku, values in patch.variants.items()
        },
    ).flat()
    return Drafted(
        row.name or "",
        row.saved_at,
        tuple(
            Difference(column_words("draft", name), _words(name, before[name]), _words(name, after))
            for name, after in patch.flat().items()
        ),
    )


def _words(name: str, value: Any) -> str:
    return "–" if value in (None, "") else value_of(name.partition(" (")[0], str(value))


def _missing(row: Row[*tuple[Any, ...]], on_sale: list[OnSale]) -> list[tuple[str, str, str]]:
    return missing_words(missing(row._asdict(), on_sale))


def _on_sale(ids: Sequence[int]) -> dict[int, list[OnSale]]:
    has_parts = select(Part.id).where(Part.variant_id == Variant.id).exists()
    rows = execute(
        select(Variant.product_id, Variant.net_grams, has_parts).where(
            Variant.product_id.in_(ids), Variant.on_sale.is_(True)
        )
    )
    found: dict[int, list[OnSale]] = {}
    for product_id, net_grams, parts in rows:
        found.setdefault(product_id, []).append(OnSale(net_grams, bool(parts)))
    return found


def _units(ids: Sequence[int]) -> dict[int, int]:
    rows = execute(
        select(Variant.product_id, units_for_sale()).where(
            Variant.product_id.in_(ids), Variant.on_sale.is_(True)
        ),
        now_bound(),
    )
    found: dict[int, int] = {}
    for product_id, units in rows:
        found[product_id] = found.get(product_id, 0) + int(units)
    return found
