"""A customer's name was wrong, or is another one now."""

from sqlalchemy import update

from shop.accounts.models import Person
from shop.db import rows_changed


def correct_name(person_id: int, name: str) -> None:
    """The checkout begins with it (Art. 16 GDPR); orders keep the name they were placed with.

    Does not commit.
    """
    rows_changed(update(Person).where(Person.id == person_id).values(name=name))
