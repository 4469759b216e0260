"""What moved on the shelves within some days, as a file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import column, select, table

from shop.accounts.models import Person
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import BERLIN, berlin
from shop.db import snapshot
from shop.origin.models import Batch
from shop.stock.models import Level, Location, Movement
from shop.web import csv_file

_HEAD = (
    "Zeit",
    "Ort",
    "Artikelnummer",
    "Produkt",
    "Charge",
    "Art",
    "Unverkauft",
    "Zurückgelegt",
    "Grund",
    "Teil von",
    "Bestellung",
    "Von",
)
#: Key in the database → words.
_KINDS = {
    "received": "Wareneingang",
    "packed": "abgefüllt",
    "correction": "Korrektur",
    "reservation": "zurückgelegt",
    "release": "wieder frei",
    "sale": "verkauft",
    "return": "zurück aus einer Bestellung",
    "write_off": "abgeschrieben",
    "move": "umgelagert",
}
#: Orders stand above this package; of them the file tells the number only.
_orders = table("orders", column("id"), column("number"))
_AT_ONCE = 1_000


def movements_file(first: date, last: date) -> Iterator[bytes]:
    """The file in pieces, oldest first; Berlin days, both included. However long, it takes little
    memory, and shows one moment."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    query = (
        select(
            Movement,
            Location.name,
            Variant.sku,
            Variant.size,
            Variant.grind,
            Product.name.label("product"),
            Batch.code,
            _orders.c.number,
            Person.name.label("person"),
        )
        .join(Level, Level.id == Movement.level_id)
        .join(Location, Location.id == Level.location_id)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .outerjoin(_orders, _orders.c.id == Movement.order_id)
        .outerjoin(Person, Person.id == Movement.person_id)
        .where(Movement.moved_at >= begin, Movement.moved_at < end)
        .order_by(Movement.id)
    )
    yield csv_file.csv_file(_HEAD, ())
    with snapshot() as connection:
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(query)
        for part in rows.partitions():
            yield "".join(";".join(_cells(row)) + "\r\n" for row in part).encode()


def _cells(row: Any) -> list[str]:
    name = f"{row.product}, {variant_name(row.size, row.grind)}"
    return [
        csv_file.text(f"{berlin(row.moved_at):%d.%m.%Y %H:%M:%S}"),
        csv_file.text(row.name),
        csv_file.text(row.sku),
        csv_file.text(name),
        csv_file.text(row.code or ""),
        csv_file.text(_KINDS[row.kind]),
        csv_file.number(row.on_hand_change),
        csv_file.number(row.reserved_change),
        csv_file.text(row.reason),
        csv_file.text(row.source),
        csv_file.text(row.number or ""),
        csv_file.text(row.person or ""),
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BERLIN).astimezone(UTC)
