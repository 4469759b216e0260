"""Rows of the books in words, each book asked once for a page."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

import shop.journal.words  # noqa: F401  # says how records are called
from shop.accounts.models import Person
from shop.audit.history import changed_values
from shop.audit.models import Change
from shop.audit.words import Thing, words_of
from shop.db import execute
from shop.journal.lines import Line
from shop.journal.read import Found
from shop.journal.tell_goods import tell_movements, tell_prices
from shop.journal.tell_orders import tell_events, tell_notes, tell_refunds


def tell(rows: Sequence[Found]) -> list[Line]:
    """The lines in the order of the rows."""
    told = {
        key: teller([row.id for row in rows if row.key == key])
        for key, teller in _TELLERS.items()
        if any(row.key == key for row in rows)
    }
    return [told[row.key][row.id] for row in rows]


def named(record: str, record_id: int) -> Thing | None:
    """A record as its package names it; None where there is none, or nobody names them."""
    by_ids = words_of(record).named
    return by_ids([record_id]).get(record_id) if by_ids else None


def _tell_changes(ids: Collection[int]) -> Mapping[int, Line]:
    rows = execute(
        select(
            *(Change.id, Change.record, Change.record_id, Change.what, Change.changed_at),
            *(Change.person_id, Person.name),
        )
        .outerjoin(Person, Person.id == Change.person_id)
        .where(Change.id.in_(ids))
    ).all()
    names = _names((row.record, row.record_id) for row in rows)
    found = {}
    for row in rows:
        # What had nothing before any of its columns was new, as far as this line knows.
        is_first, values = changed_values(row.record, row.what, is_oldest=_is_whole(row.what))
        record = str(words_of(row.record).record)
        what = _("%(record)s angelegt", record=record) if is_first else record
        thing = names.get((row.record, row.record_id), Thing(f"{record} {row.record_id}"))
        found[row.id] = Line(row.changed_at, row.person_id, row.name or "", what, (thing,), values)
    return found


def _is_whole(what: str) -> bool:
    """Several columns at once, none of which was anything before."""
    noted = json.loads(what)
    return len(noted) > 1


def _names(records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Thing]:
    wanted: dict[str, set[int]] = {}
    for record, id in records:
        wanted.setdefault(record, set()).add(id)
    found: dict[tuple[str, int], Thing] = {}
    for record, ids in wanted.items():
        if by_ids := words_of(record).named:
            found |= {(record, id): thing for id, thing in by_ids(ids).items()}
    return found


_TELLERS: dict[str, Callable[[Collection[int]], Mapping[int, Line]]] = {
    "c": _tell_changes,
    "m": tell_movements,
    "n": tell_notes,
    "o": tell_events,
    "p": tell_prices,
    "r": tell_refunds,
}


def person_name(person_id: int) -> str | None:
    return execute(select(Person.name).where(Person.id == person_id)).scalar()
