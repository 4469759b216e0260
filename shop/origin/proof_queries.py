"""Whether a file counts today."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from shop.db import reading
from shop.origin.claim_records import claim_rows, hands_of_lots, lots_with_hands, stand
from shop.origin.claim_rules import Hands, coffees_of, has_part, may_be_said
from shop.origin.proof_models import Certificate, Claim, ClaimEvidence, ClaimLot, Scheme


def valid_file(digest: str, day: date) -> tuple[str, str] | None:
    """Name and media type of the file of a certificate that proves a claim on this day: one that
    is valid, and of somebody who has to do with a coffee of which the claim may be said."""
    with_file = Certificate.file_sha256 == digest
    row = next((row for row in _proofs(with_file, day) if row.file_sha256 == digest), None)
    return (row.file_name, row.file_type) if row else None


def is_mark_shown(digest: str, day: date) -> bool:
    """Whether some claim under a scheme with this mark may be said on this day."""
    with_mark = (Scheme.mark_sha256 == digest) & (Scheme.mark_sha256 != "")
    return any(row.mark_sha256 == digest for row in _proofs(with_mark, day))


def _proofs(chosen: ColumnElement[bool], day: date) -> Iterator[Row[*tuple[Any, ...]]]:
    """Certificates that prove a claim on this day, of claims on one that is chosen."""
    claims = (
        select(ClaimEvidence.claim_id)
        .join(Certificate, Certificate.id == ClaimEvidence.certificate_id)
        .join(Scheme, Scheme.id == Certificate.scheme_id)
        .where(chosen)
    )
    of_claims = claim_rows().where(Claim.id.in_(claims)).order_by(Claim.id, Certificate.id)
    of_lots = lots_with_hands().where(ClaimLot.claim_id.in_(claims))
    with reading() as connection:
        rows = connection.execute(of_claims).all()
        lots = hands_of_lots(connection.execute(of_lots))
    for claim_id, same in groupby(rows, key=lambda row: row.claim_id):
        yield from _proofs_of(list(same), lots[claim_id], day)


def _proofs_of(
    rows: list[Row[*tuple[Any, ...]]], lots: set[Hands], day: date
) -> Iterator[Row[*tuple[Any, ...]]]:
    on = stand(rows)
    said = [coffee for coffee in coffees_of(on, lots) if may_be_said(on, coffee, day)]
    counts = {
        one.certificate_id
        for one in on.evidence
        if one.is_valid_on(day) and any(has_part(one, coffee) for coffee in said)
    }
    yield from (row for row in rows if row.is_named and row.certificate_id in counts)
