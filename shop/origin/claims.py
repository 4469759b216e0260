"""What the shop may say of batches today: each claim with its proofs.

Nothing else in the shop shows a word of organic farming or fair trade, a mark, or a code.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import BindParameter, Row, Select, bindparam

from shop.clock import today
from shop.db import reading
from shop.origin.claim_records import claim_rows, coffee, coffees, covered, stand
from shop.origin.claim_rules import code_for, has_part, may_be_said
from shop.origin.proof_models import Certificate, Claim

Batches = frozenset[int]


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate that is valid today."""

    scheme: str
    criteria_url: str
    number: str
    holder: str
    certifier: str
    #: Both days included.
    valid_from: date
    valid_until: date
    verify_url: str
    #: Its file is at /nachweise/<file_sha256>.
    file_sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim as it is shown: whoever shows `text` shows the three behind it right beside it."""

    id: int
    #: organic, fair
    kind: str
    text: str
    specification: str
    #: Of the control body, „DE-ÖKO-006“; empty unless the claim is organic.
    code: str
    #: „Landwirtschaft Peru“, likewise.
    origin_line: str
    #: The mark's file at /zeichen/<mark>; empty: words only.
    mark: str
    mark_alt: str
    proofs: tuple[Proof, ...]


Claims = tuple[ShownClaim, ...]


def claims_of(batch_ids: Batches) -> dict[int, Claims]:
    """Of each of these batches what may be said of it today, organic claims first. One query."""
    return _read(batch_ids, today())


def claims_on_all(batch_ids: Batches, revision: int) -> Claims:
    """What may be said today of EVERY one of these batches; of none, nothing.

    `revision` is that of the records (`catalogue/for_sale.py`, `origin_revision`), as read in or
    before the statement that told the batches; not one that is yet to be committed. Remembered
    under it and today's date. Claims are the same only with the same code: batches of roasters with
    different control bodies share none.
    """
    return claims_on_each((batch_ids,), revision)[batch_ids]


def claims_on_each(groups: Iterable[Batches], revision: int) -> dict[Batches, Claims]:
    """`claims_on_all` for each of several groups: together one query at most, mostly none."""
    memory = _memory(revision, today())
    wanted = set(groups)
    if missing := wanted - memory.found.keys():
        said = _read(frozenset().union(*missing), memory.day)
        memory.found.update({group: _on_all(group, said) for group in missing})
    return {group: memory.found[group] for group in wanted}


@dataclass(frozen=True, slots=True)
class _Memory:
    revision: int
    day: date
    found: dict[Batches, Claims] = field(default_factory=dict)


def _memory(revision: int, day: date) -> _Memory:
    """What this app found out today about these records; what was before is forgotten."""
    kept: _Memory | None = current_app.extensions.get("claims")
    if kept is None or (kept.revision, kept.day) != (revision, day):
        kept = current_app.extensions["claims"] = _Memory(revision, day)
    return kept


def _on_all(batch_ids: Batches, said: Mapping[int, Claims]) -> Claims:
    if not batch_ids:
        return ()
    one, *others = (said[batch_id] for batch_id in batch_ids)
    return tuple(claim for claim in one if all(claim in other for other in others))


def _read(batch_ids: Batches, day: date) -> dict[int, Claims]:
    if not batch_ids:
        return {}
    found: dict[int, list[ShownClaim]] = {batch_id: [] for batch_id in batch_ids}
    for (batch_id, _), same in groupby(_rows(batch_ids), key=lambda row: row[:2]):
        if claim := _shown(list(same), day):
            found[batch_id].append(claim)
    return {batch_id: tuple(sorted(found[batch_id], key=_place)) for batch_id in found}


def _rows(batch_ids: Batches) -> Sequence[Row[*tuple[Any, ...]]]:
    with reading() as connection:
        return connection.execute(_statement(), {"batches": sorted(batch_ids)}).all()


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Built once: building takes longer than asking."""
    batches: BindParameter[Any] = bindparam("batches", expanding=True)
    rows = claim_rows()
    covers, made = covered(batches), coffees(batches)
    return (
        rows.with_only_columns(
            *(covers.c.batch_id, covers.c.claim_id, made.c.growers, made.c.made, made.c.roaster),
            *rows.selected_columns[1:],
        )
        .join(covers, covers.c.claim_id == Claim.id)
        .join(made, made.c.batch_id == covers.c.batch_id)
        .order_by(covers.c.batch_id, covers.c.claim_id, Certificate.id)
    )


def _shown(rows: list[Row[*tuple[Any, ...]]], day: date) -> ShownClaim | None:
    first, on, batch = rows[0], stand(rows), coffee(rows[0])
    if not may_be_said(on, batch, day):
        return None
    counts = {
        one.certificate_id for one in on.evidence if one.is_valid_on(day) and has_part(one, batch)
    }
    named = [row for row in rows if row.is_named and row.certificate_id in counts]
    marked = [row for row in named if row.mark_sha256 and row.scheme_kind == first.kind]
    return ShownClaim(
        id=first.claim_id,
        kind=first.kind,
        text=first.text,
        specification=first.specification,
        code=code_for(on, first.roaster, day) if first.kind == "organic" else "",
        origin_line=first.origin_line,
        mark=marked[0].mark_sha256 if marked else "",
        mark_alt=marked[0].scheme if marked else "",
        proofs=tuple(_proof(row) for row in named),
    )


def _proof(row: Row[*tuple[Any, ...]]) -> Proof:
    return Proof(**{name: getattr(row, name) for name in Proof.__dataclass_fields__})


def _place(claim: ShownClaim) -> tuple[bool, int]:
    return claim.kind != "organic", claim.id
