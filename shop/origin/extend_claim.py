"""A claim covers more green lots, or rests on more certificates."""

from collections.abc import Collection

from shop.audit.note_change import note_change
from shop.db import db, insert_rows
from shop.origin.begin_change import begin_change
from shop.origin.claim_contents import contents, contents_in_words
from shop.origin.proof_models import Claim, ClaimEvidence, ClaimLot
from shop.origin.withdraw_claim import UnknownClaim


def extend_claim(
    claim_id: int,
    certificate_ids: Collection[int],
    green_lot_ids: Collection[int],
    person_id: int | None,
) -> None:
    """Adds these; what the claim has already stays as it is. Nothing is ever taken from a claim,
    which is withdrawn instead. Does not commit.
    """
    begin_change()
    claim = db.session.get(Claim, claim_id)
    if claim is None or claim.withdrawn_at:
        raise UnknownClaim
    before, known = contents_in_words(claim_id), contents(claim_id)
    proofs = set(certificate_ids) - known.certificate_ids
    lots = set(green_lot_ids) - known.green_lot_ids
    rows = [{"claim_id": claim_id, "certificate_id": id} for id in sorted(proofs)]
    if rows:
        insert_rows(ClaimEvidence, rows)
    rows = [{"claim_id": claim_id, "green_lot_id": id} for id in sorted(lots)]
    if rows:
        insert_rows(ClaimLot, rows)
    note_change("claim", claim_id, before, contents_in_words(claim_id), person_id)
