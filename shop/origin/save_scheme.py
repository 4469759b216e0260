"""Add a scheme to the records, or change it."""

from collections.abc import Mapping
from typing import Any

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.proof_models import Scheme
from shop.origin.refuse_taken import refuse_taken


class UnknownScheme(NotThere):
    """No scheme has this number."""


def save_scheme(
    values: Mapping[str, Any],
    person_id: int | None,
    scheme_id: int | None = None,
    *,
    seen: int | None = None,
) -> int:
    """The id of the scheme. Does not commit.

    `values`: name, kind, criteria_url, permitted_because, and mark_sha256 where its mark changes
    (`keep_mark`). Claims under a scheme of which nobody wrote why it may be shown are not shown.
    Raises `CodeTaken` when another scheme has this name, and `ChangedMeanwhile` unless `seen`, if
    given, is its newest change.
    """
    begin_change()
    scheme = db.session.get(Scheme, scheme_id) if scheme_id else Scheme()
    if scheme is None:
        raise UnknownScheme
    if scheme_id:
        refuse_unseen("scheme", scheme_id, seen)
    refuse_taken(Scheme.name, values["name"], scheme_id)
    before = {name: getattr(scheme, name) for name in values} if scheme_id else {}
    for name, value in values.items():
        setattr(scheme, name, value)
    db.session.add(scheme)
    db.session.flush()
    note_change("scheme", scheme.id, before, values, person_id)
    return scheme.id
