"""Add a claim: something the shop may say while its evidence lasts."""

from collections.abc import Collection

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.db import db, insert_rows
from shop.origin.begin_change import begin_change
from shop.origin.claim_contents import contents_in_words
from shop.origin.claim_refusals import (
    NoEvidence,
    NoGreenLot,
    NoOriginLine,
    OrganicWords,
    OtherScheme,
    SameClaim,
)
from shop.origin.claim_rules import speaks_of_organic
from shop.origin.proof_models import Certificate, Claim, ClaimEvidence, ClaimLot, Scheme
from shop.origin.scheme_names import foreign_schemes


def add_claim(
    kind: str,
    text: str,
    specification: str,
    origin_line: str,
    certificate_ids: Collection[int],
    green_lot_ids: Collection[int],
    person_id: int | None,
) -> int:
    """The id of the claim, which rests on these certificates and covers these lots.

    Raises `NoEvidence`, `NoGreenLot`, `NoOriginLine`, `OrganicWords`, `OtherScheme`,
    `SameClaim`. Does not commit.
    """
    if not green_lot_ids:
        raise NoGreenLot
    if kind == "organic" and not origin_line:
        raise NoOriginLine
    if kind != "organic" and speaks_of_organic(f"{text} {specification} {origin_line}"):
        raise OrganicWords
    begin_change()
    schemes = _schemes(certificate_ids)
    if kind not in schemes.values():
        raise NoEvidence
    _refuse_foreign(f"{text} {specification}", schemes)
    _refuse_same(kind, text, green_lot_ids)
    values = {
        "kind": kind,
        "text": text,
        "specification": specification,
        "origin_line": origin_line,
    }
    claim = Claim(**values)
    db.session.add(claim)
    db.session.flush()
    proofs, lots = sorted(set(certificate_ids)), sorted(set(green_lot_ids))
    insert_rows(ClaimEvidence, [{"claim_id": claim.id, "certificate_id": id} for id in proofs])
    insert_rows(ClaimLot, [{"claim_id": claim.id, "green_lot_id": id} for id in lots])
    note_change("claim", claim.id, {}, values | contents_in_words(claim.id), person_id)
    return claim.id


def _schemes(certificate_ids: Collection[int]) -> dict[str, str]:
    """Name → kind of the schemes of these certificates."""
    rows = db.session.execute(
        select(Scheme.name, Scheme.kind)
        .join(Certificate, Certificate.scheme_id == Scheme.id)
        .where(Certificate.id.in_(certificate_ids))
    )
    return {name: kind for name, kind in rows}


def _refuse_foreign(text: str, own: Collection[str]) -> None:
    found = foreign_schemes(text, own, db.session.scalars(select(Scheme.name)).all())
    if found:
        raise OtherScheme(found[0])


def _refuse_same(kind: str, text: str, green_lot_ids: Collection[int]) -> None:
    """Nobody reads the same twice beside a coffee, and a button pressed twice adds one claim."""
    found = db.session.scalar(
        select(Claim.id)
        .join(ClaimLot, ClaimLot.claim_id == Claim.id)
        .where(
            Claim.kind == kind,
            Claim.text == text,
            Claim.withdrawn_at.is_(None),
            ClaimLot.green_lot_id.in_(green_lot_ids),
        )
        .limit(1)
    )
    if found:
        raise SameClaim(found)
