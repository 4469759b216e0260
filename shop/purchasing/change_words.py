"""How a purchase is called where changes are read."""

from collections.abc import Collection, Mapping
from urllib.parse import quote

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from shop.audit.words import Thing, Words, plain_value, speak_of
from shop.db import db
from shop.purchasing.models import Purchase

COLUMNS = {
    "state": _("Zustand"),
    "supplier": _("Lieferant"),
    "supplier_contact": _("Kontakt"),
    "ordered_on": _("bestellt am"),
    "expected_on": _("erwartet am"),
    "lines": _("Positionen"),
    "note": _("Notiz"),
    # Each of its lines by its place: „received (2)“.
    "received": _("gekommen"),
    "taken_back": _("Lieferung zurückgenommen"),
}
STATES = {"open": _("offen"), "closed": _("abgeschlossen"), "cancelled": _("storniert")}


def _value(column: str, text: str) -> str:
    return str(STATES.get(text, text)) if column == "state" else plain_value(column, text)


def _named(ids: Collection[int]) -> Mapping[int, Thing]:
    rows = db.session.execute(select(Purchase.id, Purchase.number).where(Purchase.id.in_(ids)))
    return {id: Thing(number, f"/einkauf/{quote(number)}") for id, number in rows}


speak_of("purchase_order", Words(_("Einkauf"), COLUMNS, _value, _named))
