"""Throw away what was drafted about a product."""

from sqlalchemy import delete

from shop.assortment.as_file import as_file
from shop.assortment.models import ProductDraft
from shop.assortment.newest_edit import refuse_unseen_edit
from shop.assortment.rules import NoDraft
from shop.assortment.save_edit import draft_of
from shop.audit.note_change import note_change
from shop.db import db, rows_changed


def discard_draft(slug: str, person_id: int, *, seen: int | None = None) -> None:
    """The product stays as the shop shows it; what was drafted stays in the book of changes.

    Refuses with `NoDraft` and `ChangedMeanwhile`. Does not commit.
    """
    now = as_file(slug, hold=True)
    refuse_unseen_edit(now.id, seen)
    before = draft_of(now.id).flat()
    if not rows_changed(delete(ProductDraft).where(ProductDraft.product_id == now.id)):
        raise NoDraft
    note_change("draft", now.id, before, dict.fromkeys(before), person_id)
    db.session.flush()
