"""Movements of goods and prices, in words."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.audit.history import ChangedValue
from shop.audit.words import Thing
from shop.catalogue.models import Price, Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import execute
from shop.journal.lines import Line
from shop.orders.models import Order
from shop.origin.models import Batch
from shop.stock.models import STOCKROOM, Level, Location, Movement
from shop.web.filters import euro


def tell_movements(ids: Collection[int]) -> Mapping[int, Line]:
    rows = execute(
        select(
            *(Movement.id, Movement.kind, Movement.on_hand_change, Movement.reserved_change),
            *(Movement.reason, Movement.moved_at, Movement.person_id, Level.location_id),
            *(Variant.sku, Variant.size, Variant.grind, Product.name, Product.slug),
            *(Batch.code, Order.number, Location.name.label("place")),
            Person.name.label("person"),
        )
        .join(Level, Level.id == Movement.level_id)
        .join(Location, Location.id == Level.location_id)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .outerjoin(Order, Order.id == Movement.order_id)
        .outerjoin(Person, Person.id == Movement.person_id)
        .where(Movement.id.in_(ids))
    )
    return {row.id: _movement(row) for row in rows}


def _movement(row: Any) -> Line:
    changes = (
        (_("im Regal"), row.on_hand_change),
        (_("zurückgelegt"), row.reserved_change),
    )
    return Line(
        row.moved_at,
        row.person_id,
        row.person or "",
        _movement_words()[row.kind],
        (
            Thing(f"{row.name}, {variant_name(row.size, row.grind)}", f"/lager/{quote(row.sku)}"),
            *([Thing(row.code, f"/lager/chargen/{quote(row.code)}")] if row.code else []),
            *([Thing(row.number, f"/auftraege/{quote(row.number)}")] if row.number else []),
            *([Thing(row.place)] if row.location_id != STOCKROOM else []),
        ),
        tuple(ChangedValue(what, "–", _signed(change)) for what, change in changes if change),
        row.reason,
    )


def tell_prices(ids: Collection[int]) -> Mapping[int, Line]:
    earlier = aliased(Price)
    before = (
        select(earlier.price_cents)
        .where(earlier.variant_id == Price.variant_id, earlier.id < Price.id)
        .order_by(earlier.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = execute(
        select(
            *(Price.id, Price.price_cents, Price.reason, Price.valid_from, Price.person_id),
            before.label("before"),
            *(Variant.sku, Variant.size, Variant.grind, Product.name, Product.slug),
            Person.name.label("person"),
        )
        .join(Variant, Variant.id == Price.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Person, Person.id == Price.person_id)
        .where(Price.id.in_(ids))
    )
    return {row.id: _price(row) for row in rows}


def _price(row: Any) -> Line:
    path = f"/artikel/{row.slug}/preise/{quote(row.sku)}"
    was = euro(row.before) if row.before else "–"
    return Line(
        row.valid_from,
        row.person_id,
        row.person or "",
        _("Preis geändert") if row.before else _("erster Preis"),
        (Thing(f"{row.name}, {variant_name(row.size, row.grind)}", path),),
        (ChangedValue(_("Preis"), was, euro(row.price_cents)),),
        row.reason,
    )


def _movement_words() -> dict[str, str]:
    return {
        "received": _("Wareneingang gebucht"),
        "packed": _("abgefüllt"),
        "correction": _("Bestand korrigiert"),
        "reservation": _("zurückgelegt"),
        "release": _("wieder freigegeben"),
        "sale": _("verkauft"),
        "return": _("zurückgenommen"),
        "write_off": _("abgeschrieben"),
        "move": _("umgelagert"),
    }


def _signed(change: int) -> str:
    return f"{change:+d}".replace("-", "−")
