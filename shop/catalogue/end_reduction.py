"""Announce a price as reduced no longer; the price itself stays."""

from sqlalchemy import update

from shop.audit.note_change import note_change
from shop.catalogue.models import Variant
from shop.db import db


def end_reduction(variant_id: int, person_id: int | None) -> bool:
    """Nothing shows the price as reduced any more; whether something did is the answer.

    Who ended it is noted. Does not commit.
    """
    before = db.session.scalar(
        update(Variant)
        .where(Variant.id == variant_id, Variant.reduced_from_cents.is_not(None))
        .values(reduced_from_cents=None, reduced_at=None)
        .returning(Variant.id)
    )
    if before is None:
        return False
    note_change("variant", variant_id, {"announced": True}, {"announced": False}, person_id)
    return True
