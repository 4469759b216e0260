"""How a stocktake is called where changes are read; its columns are the goods counted."""

from collections.abc import Collection, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from shop.audit.words import Thing, Words, speak_of

_VALUES = {
    "open": _("begonnen"),
    "booked": _("gebucht"),
    "discarded": _("verworfen"),
    "recount": _("noch einmal zählen"),
    "missing": _("fehlt"),
    "left": _("bleibt, wie es ist"),
}


def _value(_column: str, text: str) -> str:
    return str(_VALUES.get(text, text))


def _named(ids: Collection[int]) -> Mapping[int, Thing]:
    return {
        id: Thing(gettext("Inventur %(number)s", number=id), f"/lager/inventur/{id}") for id in ids
    }


speak_of("stocktake", Words(_("Inventur"), {"state": _("Zustand")}, _value, _named))
