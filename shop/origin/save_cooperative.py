"""Keep what is known of a cooperative, fact by fact with its source."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db, execute, insert_rows, rows_changed
from shop.origin.begin_change import begin_change
from shop.origin.columns_of import columns_of
from shop.origin.lot_rules import Told, told_facts
from shop.origin.models import Cooperative, FactSource
from shop.origin.refuse_taken import refuse_taken


def save_cooperative(
    values: Mapping[str, Any],
    sources: Mapping[str, Told],
    person_id: int | None,
    cooperative_id: int | None = None,
    *,
    seen: int | None = None,
) -> int:
    """Records a new one, or changes one; its id is the answer.

    `values` are columns of `Cooperative`, `sources` those of its facts (`lot_rules.FACTS`). The
    slug is made of the first name and stays. Raises `FactWithoutSource`, `CodeTaken` for the name
    of another, and `ChangedMeanwhile` unless `seen`, if given, is its newest change. Does not
    commit.
    """
    begin_change()
    before = _stored(cooperative_id) if cooperative_id else {}
    after = {**before, **values}
    after = _without_sources(after) | _as_noted(told := told_facts(after, sources))
    if before == after and cooperative_id:
        return cooperative_id
    refuse_taken(Cooperative.name, after["name"], cooperative_id)
    if cooperative_id:
        refuse_unseen("cooperative", cooperative_id, seen)
    else:
        after["slug"] = _free_slug(after["name"])
    saved = _save(_without_sources(after), told, cooperative_id)
    note_change("cooperative", saved, before, after, person_id)
    return saved


def _stored(cooperative_id: int) -> dict[str, Any]:
    rows = db.session.scalars(
        select(FactSource).where(FactSource.cooperative_id == cooperative_id)
    ).all()
    told = {row.fact: Told(row.source, row.stated_on, row.url) for row in rows}
    return columns_of(Cooperative, cooperative_id) | _as_noted(told)


def _save(values: dict[str, Any], told: dict[str, Told], cooperative_id: int | None) -> int:
    if cooperative_id:
        rows_changed(update(Cooperative).where(Cooperative.id == cooperative_id).values(**values))
        execute(delete(FactSource).where(FactSource.cooperative_id == cooperative_id))
        saved = cooperative_id
    else:
        new = insert(Cooperative).values(**values).returning(Cooperative.id)
        saved = db.session.scalars(new).one()
    rows = [
        {
            "cooperative_id": saved,
            "fact": fact,
            "source": source.source,
            "url": source.url,
            "stated_on": source.stated_on,
        }
        for fact, source in told.items()
    ]
    if rows:
        insert_rows(FactSource, rows)
    return saved


def _as_noted(told: Mapping[str, Told]) -> dict[str, str]:
    """Sources as the history shows them; two that differ anywhere differ here."""
    return {
        f"source_{fact}": f"{source.source}, {source.stated_on:%d.%m.%Y} {source.url}".strip()
        for fact, source in told.items()
    }


def _without_sources(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if not name.startswith("source_")}


def _free_slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70] or "genossenschaft"
    taken = set(
        db.session.scalars(select(Cooperative.slug).where(Cooperative.slug.startswith(slug)))
    )
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (slug, *numbered) if one not in taken)
