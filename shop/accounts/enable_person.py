"""Somebody is back."""

from shop.accounts.models import Person
from shop.db import db


def enable_person(person: Person) -> None:
    """May sign in again, with the password and the second factor from before. Does not commit."""
    person.active = True
    db.session.flush()
