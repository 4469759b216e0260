"""What a stocktake turns down, and what a label says."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from shop.errors import Refused


class StocktakeEnded(Refused):
    """It is booked or discarded: nothing is counted in it any more."""


class Counted(NamedTuple):
    """What somebody saved of a level."""

    #: „counted“, „missing“ or „left“.
    how: str
    #: None: it was decided to leave it as it is.
    counted: int | None
    person_id: int | None
    person: str
    at: datetime
    version: int
    recount: bool


class CountedAlready(Refused):
    """Somebody counted the same level, or changed its count since the form was opened."""

    def __init__(self, found: Counted) -> None:
        super().__init__()
        self.found = found


class SavedAlready(Refused):
    """The same form was saved just now: a button pressed twice."""


class MovedSince(Refused):
    """Goods came or left since the first shelf was counted: its count cannot be added to."""


class Undecided(Refused):
    """Levels nobody counted and nobody decided about, or that are to be counted once more."""

    def __init__(self, level_ids: Sequence[int]) -> None:
        super().__init__()
        self.level_ids = tuple(level_ids)


class BelowPromised(Refused):
    """Fewer would be there than orders were promised. Nothing was booked."""

    def __init__(self, level_ids: Sequence[int]) -> None:
        super().__init__()
        self.level_ids = tuple(level_ids)


class Hindrance(StrEnum):
    """Why a difference cannot be booked by now."""

    #: Somebody corrected the level after it was counted: two opinions of one shelf.
    CORRECTED = "corrected"
    #: More of it was found, and it is ground to order meanwhile.
    GROUND = "ground"


class Hindered(Refused):
    """Differences that cannot be booked by now. Nothing was booked."""

    def __init__(self, level_ids: Iterable[int]) -> None:
        super().__init__()
        self.level_ids = tuple(level_ids)


class GroundToOrder(Refused):
    """It is ground when somebody orders it: its whole beans are what lies there."""


class Scanned(NamedTuple):
    """What a code says; empty where it says nothing of it."""

    gtin: str = ""
    batch: str = ""
    #: Typed: an article number, a trade item number, a batch, or words of a name.
    words: str = ""


_LINK = re.compile(r"/01/([0-9]{14})(?:/10/([^/]+))?$")
_PAGE = re.compile(r"/charge/([^/]+)$")
_ELEMENTS = re.compile(r"\(01\)([0-9]{14})(?:\(10\)(.+))?$")


def scanned(text: str) -> Scanned:
    """Reads the address in the QR code of a label (GS1 Digital Link, or the page of its batch),
    the same written with brackets, or what somebody typed. Never refuses."""
    text = text.strip()
    if found := _ELEMENTS.match(text):
        return Scanned(gtin=found[1], batch=(found[2] or "").strip())
    try:
        path = urlsplit(text).path.rstrip("/")
    except ValueError:
        path = ""
    if found := _LINK.search(path):
        return Scanned(gtin=found[1], batch=unquote(found[2] or "").strip())
    if found := _PAGE.search(path):
        return Scanned(batch=unquote(found[1]).strip())
    return Scanned(words=text)


def plain_code(code: str) -> str:
    """„Charge 26 118“, „26-118“ → „26118“: as people write the code of a batch."""
    return re.sub("[^0-9A-Z]", "", code.upper()).removeprefix("CHARGE")
