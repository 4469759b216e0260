"""Let customers see a product as it is drafted."""

from sqlalchemy import delete

from shop.assortment.as_file import Written, as_file
from shop.assortment.models import ProductDraft
from shop.assortment.newest_edit import refuse_unseen_edit
from shop.assortment.patch import Patch
from shop.assortment.rules import NoDraft
from shop.assortment.save_edit import checked, draft_of
from shop.catalogue.publish import publish
from shop.catalogue.save_product import save_product
from shop.db import db

_NEW_VARIANT = "Neue Sorte"


def publish_product(slug: str, person_id: int, *, seen: int | None = None) -> None:
    """The product is in the catalogue with all that its draft says, and the draft is gone.

    Refuses with `NoDraft` what is published with nothing to change, with `ChangedMeanwhile`, with
    `NotWritable` and with what `publish` refuses. Does not commit; when it raises, the caller
    rolls back.
    """
    now = as_file(slug, hold=True)
    refuse_unseen_edit(now.id, seen)
    is_changed = apply_draft(now, person_id)
    if now.state == "published" and not is_changed:
        raise NoDraft
    publish(now.id, person_id)


def apply_draft(now: Written, person_id: int | None) -> bool:
    """The product is as its draft says; whether there was one is the answer. Shows nothing yet."""
    patch = draft_of(now.id).joined(Patch(), now)
    db.session.execute(delete(ProductDraft).where(ProductDraft.product_id == now.id))
    if patch:
        save_product(checked(now, patch), _NEW_VARIANT, person_id)
    return bool(patch)
