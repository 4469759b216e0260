"""Withdraw a claim: it is not said any more."""

from shop.audit.note_change import note_change
from shop.clock import now, today
from shop.db import db
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.proof_models import Claim


class UnknownClaim(NotThere):
    """No claim has this number."""


def withdraw_claim(claim_id: int, person_id: int | None) -> None:
    """Gone at the next request, for good; a second time changes nothing. Does not commit."""
    begin_change()
    claim = db.session.get(Claim, claim_id)
    if claim is None:
        raise UnknownClaim
    if claim.withdrawn_at:
        return
    claim.withdrawn_at = now()
    db.session.flush()
    note_change("claim", claim.id, {"withdrawn_at": None}, {"withdrawn_at": today()}, person_id)
