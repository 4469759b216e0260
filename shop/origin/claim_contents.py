"""What a claim rests on and covers."""

from typing import NamedTuple

from sqlalchemy import select

from shop.db import db
from shop.origin.models import GreenLot
from shop.origin.proof_models import Certificate, ClaimEvidence, ClaimLot, Scheme


class Contents(NamedTuple):
    certificate_ids: set[int]
    green_lot_ids: set[int]


def contents(claim_id: int) -> Contents:
    proofs = select(ClaimEvidence.certificate_id).where(ClaimEvidence.claim_id == claim_id)
    lots = select(ClaimLot.green_lot_id).where(ClaimLot.claim_id == claim_id)
    return Contents(set(db.session.scalars(proofs)), set(db.session.scalars(lots)))


def contents_in_words(claim_id: int) -> dict[str, str]:
    """The same for the history of changes."""
    proofs = db.session.execute(
        select(Scheme.name, Certificate.holder, Certificate.number)
        .join(Certificate, Certificate.scheme_id == Scheme.id)
        .join(ClaimEvidence, ClaimEvidence.certificate_id == Certificate.id)
        .where(ClaimEvidence.claim_id == claim_id)
        .order_by(Certificate.id)
    )
    lots = db.session.scalars(
        select(GreenLot.code)
        .join(ClaimLot, ClaimLot.green_lot_id == GreenLot.id)
        .where(ClaimLot.claim_id == claim_id)
        .order_by(GreenLot.code)
    )
    return {
        "evidence": "; ".join(f"{scheme}, {holder}, {number}" for scheme, holder, number in proofs),
        "lots": ", ".join(lots),
    }
