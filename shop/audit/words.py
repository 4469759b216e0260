"""How a record and its columns are called: each package says so for its own records."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from shop.web.filters import date_de


class Thing(NamedTuple):
    """One record as a page names it, and where it is looked at; no address where nowhere."""

    name: str
    path: str = ""


ValueWords = Callable[[str, str], str]
Named = Callable[[Collection[int]], Mapping[int, Thing]]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def plain_value(_column: str, text: str) -> str:
    """Days and yes and no in German, everything else as it was noted."""
    if _DAY.fullmatch(text):
        return date_de(date.fromisoformat(text))
    return {"True": "ja", "False": "nein"}.get(text, text)


@dataclass(frozen=True, slots=True)
class Words:
    #: „Genossenschaft“
    record: object
    #: Column → words, in the order in which the form asks for them.
    columns: Mapping[str, object] = field(default_factory=dict)
    value: ValueWords = plain_value
    #: Names of such records by their ids; those that are not there any more are left out.
    named: Named | None = None


_KNOWN: dict[str, Words] = {}


def speak_of(record: str, words: Words) -> None:
    """From now on `words_of` this record are these; said once, where a package is loaded."""
    _KNOWN[record] = words


def words_of(record: str) -> Words:
    """What was said of a record; of a strange one its own key."""
    return _KNOWN.get(record) or Words(record)


def column_words(record: str, column: str) -> str:
    """„Größe“; of one of several parts „size (BSP-250)“ → „Größe (BSP-250)“."""
    name, sign, part = column.partition(" (")
    return str(words_of(record).columns.get(name, name)) + sign + part


def value_words(record: str, column: str, text: str | None) -> str:
    """A value as `note_change` kept it, for a page; a dash for nothing."""
    if text is None or text == "":
        return "–"
    return words_of(record).value(column.partition(" (")[0], text)
