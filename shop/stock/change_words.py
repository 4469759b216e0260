"""How a location is called where changes are read."""

from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from shop.audit.words import Thing, Words, plain_value, speak_of
from shop.db import db
from shop.stock.location_forms import KINDS
from shop.stock.models import Location

COLUMNS = {"kind": _("Art"), "name": _("Name"), "note": _("Notiz"), "open": _("offen")}


def _value(column: str, text: str) -> str:
    return str(KINDS.get(text, text)) if column == "kind" else plain_value(column, text)


def _named(ids: Collection[int]) -> Mapping[int, Thing]:
    rows = db.session.execute(select(Location.id, Location.name).where(Location.id.in_(ids)))
    return {id: Thing(name, f"/lager/orte/{id}") for id, name in rows}


speak_of("location", Words(_("Ort"), COLUMNS, _value, _named))
