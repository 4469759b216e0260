"""Forget an address."""

from sqlalchemy import delete, select, update

from shop.accounts.address_models import SavedAddress
from shop.accounts.models import Person
from shop.db import db, rows_changed
from shop.errors import NotThere


def remove_address(person_id: int, address_id: int) -> None:
    """Orders keep the copy they were placed with. Does not commit.

    If the checkout began with it, it begins with the oldest of its kind that is left. Raises
    `NotThere`, also for somebody else's.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    own = (SavedAddress.person_id == person_id, SavedAddress.id == address_id)
    found = db.session.execute(
        select(SavedAddress.kind, SavedAddress.is_default).where(*own)
    ).first()
    if found is None:
        raise NotThere
    rows_changed(delete(SavedAddress).where(*own))
    if found.is_default:
        oldest = (
            select(SavedAddress.id)
            .where(SavedAddress.person_id == person_id, SavedAddress.kind == found.kind)
            .order_by(SavedAddress.id)
            .limit(1)
            .scalar_subquery()
        )
        rows_changed(update(SavedAddress).where(SavedAddress.id == oldest).values(is_default=True))
