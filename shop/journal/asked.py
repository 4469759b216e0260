"""What the address of the journal asks for; whatever it does not know it leaves out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _

from shop.journal.books import BOOKS

#: Value in the address → the books it means, in words.
KINDS = {
    "bestand": ("m", _("Bestand")),
    "auftraege": ("on", _("Bestellungen")),
    "geld": ("r", _("Erstattungen")),
    "preise": ("p", _("Preise")),
    "angaben": ("c", _("Angaben und Einstellungen")),
}
_CURSOR = re.compile(r"([a-z][0-9]{1,18}){1,10}")
_PLACE = re.compile(r"([a-z])([0-9]{1,18})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_GERMAN = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.\s?(?P<year>[0-9]{4})")

#: Letter of a book → what was read of it: rows below this number come next.
Cursor = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the journal: of a person, about a thing, of a day, or all of it."""

    person_id: int | None = None
    #: Kind of thing and its number.
    thing: tuple[str, int] | None = None
    day: date | None = None
    kind: str = ""
    #: Also what nobody did by hand: sales, reservations, payments.
    with_shop: bool = False
    cursor: str = ""
    #: Also what was done to people's accounts.
    with_accounts: bool = False

    @property
    def books(self) -> str:
        return KINDS[self.kind][0] if self.kind else "".join(book.key for book in BOOKS)

    @property
    def place(self) -> Cursor:
        return {key: int(number) for key, number in _PLACE.findall(self.cursor)}

    def address(self, cursor: str = "") -> str:
        """The rest of the address that asks for the same, from this place on."""
        given = {
            "tag": self.day.isoformat() if self.day else "",
            "was": self.kind,
            "alles": "1" if self.with_shop else "",
            "ab": cursor,
        }
        told = {name: value for name, value in given.items() if value}
        return f"?{urlencode(told)}" if told else "?"


def asked(
    arguments: Mapping[str, str],
    person_id: int | None = None,
    thing: tuple[str, int] | None = None,
    *,
    with_accounts: bool = False,
) -> Asked:
    """Any input at all is understood as far as it goes."""
    kind, cursor = arguments.get("was", ""), arguments.get("ab", "")
    return Asked(
        person_id=person_id,
        thing=thing,
        day=_day(arguments.get("tag", "")),
        kind=kind if kind in KINDS else "",
        with_shop=arguments.get("alles") == "1",
        cursor=cursor if _CURSOR.fullmatch(cursor) else "",
        with_accounts=with_accounts,
    )


def _day(text: str) -> date | None:
    """„22.11.2026“ as people type it, or „2026-11-22“ as an address has it."""
    found = _ISO.fullmatch(text.strip()) or _GERMAN.fullmatch(text.strip())
    try:
        day = date(*(int(found[part]) for part in ("year", "month", "day"))) if found else None
    except ValueError:
        return None
    # A day more must still be one: it is where the day ends.
    return day if day and day < date.max - timedelta(days=1) else None
