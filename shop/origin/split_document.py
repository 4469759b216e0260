"""The parts of a price as the document that is published: what, how much, and how we know."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

#: In the order they are told: from the field to the counter.
KINDS = (
    "green",
    "premium",
    "project",
    "freight",
    "decaf",
    "roasting",
    "packing",
    "goods",
    "coffee_tax",
    "vat",
    "shop",
)
#: Set by law; calculated from contract and batch; read off a document; what is left.
BASES = ("law", "formula", "document", "rest")


class NotASplit(ValueError):
    """The text, or the parts, are no document of parts."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the price of one piece.

    `goods` is what else is in a set, or the bought thing itself. `cents` is None where nobody
    knows; only the shop's part may be negative: then the shop adds to the price.
    """

    kind: str
    cents: int | None
    basis: str
    #: The formula with its figures, or an explanation, in German.
    words: str = ""
    #: What proves it: a norm, a contract, an invoice.
    document: str = ""
    dated_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.basis not in BASES:
            raise NotASplit(f"no such part: {self.kind}, {self.basis}")
        if (self.kind == "shop") != (self.basis == "rest"):
            raise NotASplit("what is left is the shop's, and nothing else is")
        if self.cents is not None and self.cents < 0 and self.kind != "shop":
            raise NotASplit(f"{self.kind} below zero")


def write_parts(parts: Sequence[Part]) -> str:
    """Canonical JSON: the same parts always give the same text. Refuses with `NotASplit`."""
    ordered = in_order(parts)
    _refuse_twice(ordered)
    rows = [asdict(part) | {"dated_on": _iso(part.dated_on)} for part in ordered]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_parts(text: str) -> tuple[Part, ...]:
    """The parts in their order. Refuses with `NotASplit` what `write_parts` would not write."""
    try:
        parts = tuple(_part(row) for row in json.loads(text))
    except (TypeError, KeyError, AttributeError, ValueError) as fault:
        raise NotASplit(str(fault)) from fault
    if write_parts(parts) != text:
        raise NotASplit("not as it is written")
    return parts


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """As they are told, from the field to the counter."""
    return tuple(sorted(parts, key=lambda part: KINDS.index(part.kind)))


def _part(row: dict[str, object]) -> Part:
    if set(row) != {field.name for field in fields(Part)}:
        raise NotASplit(f"columns: {sorted(row)}")
    cents, dated_on = row["cents"], row["dated_on"]
    if cents is not None and type(cents) is not int:
        raise NotASplit(f"cents: {cents!r}")
    return Part(
        kind=_text(row["kind"]),
        cents=cents,
        basis=_text(row["basis"]),
        words=_text(row["words"]),
        document=_text(row["document"]),
        dated_on=None if dated_on is None else date.fromisoformat(_text(dated_on)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotASplit(f"no text: {value!r}")
    return value


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _refuse_twice(parts: Sequence[Part]) -> None:
    kinds = [part.kind for part in parts]
    if len(set(kinds)) < len(kinds) or "shop" not in kinds:
        raise NotASplit("each part once, and the shop among them")
