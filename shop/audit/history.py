"""Who changed what on a record, and when."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import column, func, select, table

from shop.audit.models import Change
from shop.audit.words import column_words, value_words, words_of
from shop.db import db

LONGEST = 100
#: People stand above this package; only their names are read.
people = table("people", column("id"), column("name"))


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One column in words, from which value to which."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of a record; `is_first` when it was recorded: nothing was before."""

    id: int
    person: str
    changed_at: datetime
    is_first: bool
    values: tuple[ChangedValue, ...]


def history(record: str | Collection[str], record_id: int, after: int = 0) -> Sequence[ChangeRow]:
    """The newest changes, newest first; with `after`, those since the one with this id.

    Several kinds of records with one id are read as one. `templates/origin/staff/history.html`
    draws them.
    """
    kinds = (record,) if isinstance(record, str) else tuple(record)
    of_it = (Change.record.in_(kinds), Change.record_id == record_id)
    rows = db.session.execute(
        select(Change.id, Change.record, Change.what, Change.changed_at, people.c.name)
        .outerjoin(people, people.c.id == Change.person_id)
        .where(*of_it, Change.id > after)
        .order_by(Change.id.desc())
        .limit(LONGEST)
    )
    first = db.session.scalar(select(func.min(Change.id)).where(*of_it))
    return [
        _row(id, changed_at, person or "", *changed_values(kind, what, is_oldest=id == first))
        for id, kind, what, changed_at, person in rows
    ]


def changed_values(
    record: str, what: str, *, is_oldest: bool
) -> tuple[bool, tuple[ChangedValue, ...]]:
    """Whether the record was new, and its columns in words, as the form asks for them."""
    noted: dict[str, list[str | None]] = json.loads(what)
    is_first = is_oldest and all(before is None for before, _after in noted.values())
    place = {name: number for number, name in enumerate(words_of(record).columns)}

    def by_place(item: tuple[str, object]) -> tuple[int, str]:
        # Columns nobody named come last.
        return place.get(item[0].partition(" (")[0], len(place)), item[0]

    values = tuple(
        ChangedValue(
            column_words(record, name),
            value_words(record, name, before),
            value_words(record, name, after),
        )
        for name, (before, after) in sorted(noted.items(), key=by_place)
        if not (is_first and after in (None, "", "0"))
    )
    return is_first, values


def _row(
    id: int, changed_at: datetime, person: str, is_first: bool, values: tuple[ChangedValue, ...]
) -> ChangeRow:
    return ChangeRow(id, person, changed_at, is_first, values)
