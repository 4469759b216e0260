"""The books in which things done stand, each read backwards by its own numbers.

A page of the journal reads a few rows of each book and merges them; so it costs the same among a
million movements as among ten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from shop.audit.models import Change
from shop.catalogue.models import Price, Variant
from shop.db import execute
from shop.fulfilment.models import OrderNote
from shop.orders.models import OrderEvent
from shop.refunds.models import Refund
from shop.stock.models import Level, Movement

#: (id of the thing) → which rows of a book are about it.
About = Callable[[int], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Book:
    #: One letter, for the place where the next page begins.
    key: str
    table: Any
    at: Any
    #: Kind of thing → its rows; a kind that is not named has none here.
    about: Mapping[str, About]


def _levels(*of: ColumnElement[bool]) -> ColumnElement[bool]:
    return Movement.level_id.in_(select(Level.id).where(*of))


def _variants(product_id: int) -> Any:
    return select(Variant.id).where(Variant.product_id == product_id)


def _change(*records: str) -> About:
    return lambda id: and_(Change.record.in_(records), Change.record_id == id)


def _change_of_product(id: int) -> ColumnElement[bool]:
    return or_(
        and_(Change.record.in_(("product", "draft")), Change.record_id == id),
        and_(Change.record.in_(("variant", "price")), Change.record_id.in_(_variants(id))),
    )


#: What only the book of changes tells.
_RECORDS = (
    *("cooperative", "green_lot", "batch", "scheme", "certificate", "claim", "split", "transfer"),
    *("location", "place", "purchase_order", "stocktake", "import", "export", "order", "mail"),
)
BOOKS: tuple[Book, ...] = (
    Book(
        "c",
        Change,
        Change.changed_at,
        {record: _change(record) for record in _RECORDS}
        | {"product": _change_of_product, "variant": _change("variant", "price")},
    ),
    Book(
        "m",
        Movement,
        Movement.moved_at,
        {
            "product": lambda id: _levels(Level.variant_id.in_(_variants(id))),
            "variant": lambda id: _levels(Level.variant_id == id),
            "batch": lambda id: _levels(Level.batch_id == id),
            "location": lambda id: _levels(Level.location_id == id),
            "order": lambda id: Movement.order_id == id,
            "stocktake": lambda id: Movement.source == f"stocktake:{id}",
            "import": lambda id: Movement.source == f"import:{id}",
        },
    ),
    Book("o", OrderEvent, OrderEvent.happened_at, {"order": lambda id: OrderEvent.order_id == id}),
    Book("n", OrderNote, OrderNote.noted_at, {"order": lambda id: OrderNote.order_id == id}),
    Book("r", Refund, Refund.requested_at, {"order": lambda id: Refund.order_id == id}),
    Book(
        "p",
        Price,
        Price.valid_from,
        {
            "product": lambda id: Price.variant_id.in_(_variants(id)),
            "variant": lambda id: Price.variant_id == id,
        },
    ),
)
THINGS = frozenset({kind for book in BOOKS for kind in book.about})


def first_since(book: Book, moment: datetime) -> int:
    """The least number of a row from this moment on; rows are written in the order of time, so
    halving finds it without an index on the time."""
    newest, probe = _probes(book.key)
    low, high = 1, (execute(newest).scalar() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = execute(probe, {"from": middle}).one()
        if found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return low


@cache
def _probes(key: str) -> tuple[Select[int], Select[int, datetime]]:
    """Built once: building takes longer than asking."""
    book = next(book for book in BOOKS if book.key == key)
    id = book.table.id
    probe = select(id, book.at).where(id >= bindparam("from")).order_by(id).limit(1)
    return select(id).order_by(id.desc()).limit(1), probe
