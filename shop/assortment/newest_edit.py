"""The number by which a page knows that a product is still the one it showed."""

from sqlalchemy import func, or_, select

from shop.audit.models import Change
from shop.audit.rules import ChangedMeanwhile
from shop.catalogue.models import Variant
from shop.db import db


def newest_edit(product_id: int) -> int:
    """Id of the newest change of the product, its draft or one of its variants; 0 if none."""
    variants = select(Variant.id).where(Variant.product_id == product_id)
    of_it = or_(
        Change.record.in_(("product", "draft")) & (Change.record_id == product_id),
        (Change.record == "variant") & Change.record_id.in_(variants),
    )
    return db.session.scalar(select(func.max(Change.id)).where(of_it)) or 0


def refuse_unseen_edit(product_id: int, seen: int | None) -> None:
    """Raises `ChangedMeanwhile` unless `seen` is the newest, or None: nobody looked.

    While the product is held.
    """
    if seen is not None and seen != newest_edit(product_id):
        raise ChangedMeanwhile
