"""Somebody leaves."""

import secrets

from shop.accounts.models import Person
from shop.db import db


def disable_person(person: Person) -> None:
    """No longer signs in, and is out of every session at the next click. Does not commit.

    The row stays: the books say who did what.
    """
    person.active = False
    person.fs_uniquifier = secrets.token_hex(32)
    db.session.flush()
