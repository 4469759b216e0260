"""The variants of a product with what they cost, what is planned, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.assortment.as_file import NoSuchArticle
from shop.assortment.models import PlannedPrice
from shop.catalogue.for_sale import now_bound, units_for_sale
from shop.catalogue.models import Price, Product, Variant
from shop.catalogue.price_history import lowest_price_30_days
from shop.catalogue.rules import variant_name
from shop.clock import now
from shop.db import execute


@dataclass(frozen=True, slots=True)
class Planned:
    id: int
    price_cents: int
    from_day: date
    announced: bool
    reason: str
    person: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Prices in cents; `reduced_from_cents` where it is announced as reduced."""

    id: int
    sku: str
    name: str
    price_cents: int
    reduced_from_cents: int | None
    reduced_at: datetime | None
    on_sale: bool
    units: int
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class PastPrice:
    price_cents: int
    valid_from: datetime
    reason: str
    person: str


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """Newest first; `lowest_cents` of the last 30 days, the present price among them."""

    product: str
    name: str
    slug: str
    sku: str
    lowest_cents: int | None
    prices: tuple[PastPrice, ...]


def offered(product_id: int) -> list[Offered]:
    """In the order in which a customer sees them; three queries."""
    rows = execute(
        select(*Variant.__table__.c, units_for_sale().label("units"))
        .where(Variant.product_id == product_id)
        .order_by(Variant.position, Variant.id),
        now_bound(),
    ).all()
    planned = _planned([row.id for row in rows])
    return [
        Offered(
            row.id,
            row.sku,
            variant_name(row.size, row.grind),
            row.price_cents,
            row.reduced_from_cents,
            row.reduced_at,
            row.on_sale,
            int(row.units),
            tuple(planned.get(row.id, ())),
        )
        for row in rows
    ]


def newest_price(product_id: int) -> str:
    """Changes whenever a price of the product is set, planned or taken back; a form's `seen`."""
    variants = select(Variant.id).where(Variant.product_id == product_id)
    price = select(func.max(Price.id)).where(Price.variant_id.in_(variants))
    of_it = PlannedPrice.variant_id.in_(variants)
    open_ones = select(func.count()).where(of_it, PlannedPrice.state == "planned")
    newest = select(func.max(PlannedPrice.id)).where(of_it)
    row = execute(
        select(price.scalar_subquery(), newest.scalar_subquery(), open_ones.scalar_subquery())
    ).one()
    return "-".join(str(one or 0) for one in row)


def price_history(slug: str, sku: str) -> PriceHistory:
    """Refuses with `NoSuchArticle`."""
    row = execute(
        select(Variant.id, Variant.size, Variant.grind, Product.name)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.slug == slug, Variant.sku == sku)
    ).one_or_none()
    if row is None:
        raise NoSuchArticle
    prices = execute(
        select(Price.price_cents, Price.valid_from, Price.reason, Person.name)
        .outerjoin(Person, Person.id == Price.person_id)
        .where(Price.variant_id == row.id)
        .order_by(Price.valid_from.desc(), Price.id.desc())
        .limit(200)
    )
    return PriceHistory(
        row.name,
        variant_name(row.size, row.grind),
        slug,
        sku,
        lowest_price_30_days(row.id, now()),
        tuple(PastPrice(cents, at, reason, name or "") for cents, at, reason, name in prices),
    )


def _planned(variant_ids: Sequence[int]) -> dict[int, list[Planned]]:
    rows = execute(
        select(*PlannedPrice.__table__.c, Person.name)
        .outerjoin(Person, Person.id == PlannedPrice.person_id)
        .where(PlannedPrice.variant_id.in_(variant_ids), PlannedPrice.state == "planned")
        .order_by(PlannedPrice.from_day, PlannedPrice.id)
    )
    found: dict[int, list[Planned]] = {}
    for row in rows:
        planned = (row.id, row.price_cents, row.from_day, row.announced, row.reason)
        found.setdefault(row.variant_id, []).append(Planned(*planned, row.name or ""))
    return found
