"""What the address of the catalogue asks for; whatever it does not know it leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from flask_babel import gettext as _

from shop.catalogue.find import Query
from shop.catalogue.rules import SIZES, TASTES, USES
from shop.web.filters import weight

LONGEST_TEXT = 80
_LAST_PAGE = 9999

#: Value in the address → value in the database, or words on the page.
USE_WORDS = {words.lower(): use for use, words in USES.items()}
TASTE_WORDS = {words: key for key, words in TASTES.items()}
WEIGHTS = {str(grams): weight(grams) for grams in SIZES}


@dataclass(frozen=True, slots=True)
class Asked:
    """The known part of an address."""

    #: What may be chosen: value in the address, words.
    uses: ClassVar = tuple((value, USES[use]) for value, use in USE_WORDS.items())
    tastes: ClassVar = tuple((words, words) for words in TASTE_WORDS)
    weights: ClassVar = tuple(WEIGHTS.items())

    text: str
    use: str
    taste: str
    weight: str
    decaf: bool
    page: int

    @property
    def query(self) -> Query:
        return Query(
            text=self.text,
            use=USE_WORDS.get(self.use),
            taste=TASTE_WORDS.get(self.taste),
            decaf=self.decaf,
            net_grams=int(self.weight) if self.weight else None,
        )

    @property
    def arguments(self) -> dict[str, str]:
        """Without the page."""
        given = {
            "q": self.text,
            "zubereitung": self.use,
            "geschmack": self.taste,
            "groesse": self.weight,
            "entkoffeiniert": "1" if self.decaf else "",
        }
        return {name: value for name, value in given.items() if value}

    def address(self, without: str = "") -> str:
        """The first page of the same, or of all but one of the filters."""
        kept = {name: value for name, value in self.arguments.items() if name != without}
        return "/kaffee/" + (f"?{urlencode(kept)}" if kept else "")

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each chosen filter in words, with the address that leaves it out."""
        words = {
            "q": f"„{self.text}“",
            "zubereitung": USES[USE_WORDS[self.use]] if self.use else "",
            "geschmack": self.taste,
            "groesse": WEIGHTS.get(self.weight, ""),
            "entkoffeiniert": _("entkoffeiniert"),
        }
        return [(words[name], self.address(without=name)) for name in self.arguments]


def asked(arguments: Mapping[str, str]) -> Asked:
    """Any input at all is understood as far as it goes."""
    return Asked(
        text=_text(arguments.get("q", "")),
        use=_known(arguments.get("zubereitung", ""), USE_WORDS),
        taste=_known(arguments.get("geschmack", ""), TASTE_WORDS),
        weight=_known(arguments.get("groesse", ""), WEIGHTS),
        decaf=arguments.get("entkoffeiniert") == "1",
        page=_page(arguments.get("seite", "")),
    )


def _text(given: str) -> str:
    visible = "".join(c if c.isprintable() else " " for c in given)
    return " ".join(visible.split())[:LONGEST_TEXT].strip()


def _known(given: str, choices: Mapping[str, object]) -> str:
    return given if given in choices else ""


def _page(given: str) -> int:
    digits = given if given.isascii() and given.isdigit() and len(given) <= 4 else ""
    return min(max(int(digits or 1), 1), _LAST_PAGE)
