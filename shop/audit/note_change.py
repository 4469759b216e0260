"""Keep who changed what."""

import json
from collections.abc import Mapping

from shop.audit.models import Change
from shop.clock import now
from shop.db import db


def note_change(
    record: str,
    record_id: int,
    before: Mapping[str, object],
    after: Mapping[str, object],
    person_id: int | None,
) -> None:
    """One row with the columns that differ, each from which value to which; none, if none does.

    Of a new record `before` is empty. Values become text as people read it. Does not commit.
    """
    what = {
        name: [_text(before.get(name)), _text(value)]
        for name, value in after.items()
        if before.get(name) != value
    }
    if not what:
        return
    db.session.add(
        Change(
            record=record,
            record_id=record_id,
            what=json.dumps(what, ensure_ascii=False, sort_keys=True),
            person_id=person_id,
            changed_at=now(),
        )
    )
    db.session.flush()


def _text(value: object) -> str | None:
    return None if value is None else str(value)
