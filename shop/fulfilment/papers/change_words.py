"""Printed addresses in the words of the staff, for the book of changes."""

from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _

from shop.audit.words import Thing, Words, speak_of

#: What is noted is no record of the shop: all of them have the number 0.
EXPORT = "export"


def _named(ids: Collection[int]) -> Mapping[int, Thing]:
    return {id: Thing(str(_("Anschriften gedruckt")), "/auftraege/papiere/") for id in ids}


speak_of(
    EXPORT,
    Words(
        _("Papiere"), {"what": _("Papier oder Datei"), "orders": _("Bestellungen")}, named=_named
    ),
)
