"""How an imported file is called where changes are read."""

from collections.abc import Collection, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from shop.audit.words import Thing, Words, plain_value, speak_of

_STATES = {
    "checked": _("geprüft"),
    "applied": _("ausgeführt"),
    "discarded": _("verworfen"),
    "undone": _("zurückgenommen"),
}


def _value(column: str, text: str) -> str:
    return str(_STATES.get(text, text)) if column == "state" else plain_value(column, text)


def _named(ids: Collection[int]) -> Mapping[int, Thing]:
    return {id: Thing(gettext("Datei %(number)s", number=id), f"/lager/dateien/{id}") for id in ids}


_COLUMNS = {"state": _("Zustand"), "file": _("Name der Datei")}
speak_of("import", Words(_("Import"), _COLUMNS, _value, _named))
