"""The addresses a customer keeps; nobody else's are ever found."""

from collections.abc import Sequence

from sqlalchemy import select

from shop.accounts.address_models import SavedAddress
from shop.db import db
from shop.errors import NotThere


def saved_addresses(person_id: int, kind: str | None = None) -> Sequence[SavedAddress]:
    """The one the checkout begins with first, then as they were added."""
    statement = select(SavedAddress).where(SavedAddress.person_id == person_id)
    if kind is not None:
        statement = statement.where(SavedAddress.kind == kind)
    return db.session.scalars(
        statement.order_by(SavedAddress.is_default.desc(), SavedAddress.id)
    ).all()


def saved_address(person_id: int, address_id: int) -> SavedAddress:
    """Refuses with `NotThere`, whether it is gone or somebody else's."""
    found = db.session.scalar(
        select(SavedAddress).where(
            SavedAddress.id == address_id, SavedAddress.person_id == person_id
        )
    )
    if found is None:
        raise NotThere
    return found
