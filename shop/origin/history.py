"""Who changed what on a record, and when."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.audit.models import Change
from shop.db import db
from shop.origin.change_words import COLUMNS, column_words, value_words

LONGEST = 100


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


def history(record: str, record_id: int, after: int = 0) -> Sequence[ChangeRow]:
    """The newest changes, newest first; with `after`, those since the one with this id.

    `templates/origin/staff/history.html` draws them.
    """
    rows = db.session.execute(
        select(Change.id, Change.what, Change.changed_at, Person.name)
        .outerjoin(Person, Person.id == Change.person_id)
        .where(Change.record == record, Change.record_id == record_id, Change.id > after)
        .order_by(Change.id.desc())
        .limit(LONGEST)
    )
    first = db.session.scalar(
        select(func.min(Change.id)).where(Change.record == record, Change.record_id == record_id)
    )
    return [
        _row(id, json.loads(what), changed_at, person or "", is_oldest=id == first)
        for id, what, changed_at, person in rows
    ]


def _row(
    id: int,
    what: dict[str, list[str | None]],
    changed_at: datetime,
    person: str,
    *,
    is_oldest: bool,
) -> ChangeRow:
    is_first = is_oldest and all(before is None for before, _after in what.values())
    values = tuple(
        ChangedValue(column_words(column), value_words(column, before), value_words(column, after))
        for column, (before, after) in sorted(what.items(), key=_place)
        if not (is_first and after in (None, "", "0"))
    )
    return ChangeRow(id, person, changed_at, is_first, values)


def _place(item: tuple[str, object]) -> int:
    """As the form asks for them; columns nobody named come last."""
    names = list(COLUMNS)
    return names.index(item[0]) if item[0] in COLUMNS else len(names)
