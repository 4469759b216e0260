"""A new colleague."""

import secrets
from collections.abc import Sequence

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from shop.accounts.models import Person
from shop.accounts.passwords import hashed
from shop.accounts.rules import RoleName
from shop.accounts.set_roles import roles_named
from shop.clock import now
from shop.db import db
from shop.errors import Refused


class BadEmail(Refused):
    """Not an address, or somebody has it already."""


def add_person(email: str, name: str, roles: Sequence[RoleName], password: str) -> Person:
    """Somebody who can sign in. Raises `BadEmail` or `WeakPassword`. Does not commit."""
    address = checked_email(email)
    person = Person(
        email=address,
        name=name.strip()[:120],
        password=hashed(password, address),
        active=True,
        confirmed_at=now(),
        fs_uniquifier=secrets.token_hex(32),
        roles=roles_named(roles),
    )
    db.session.add(person)
    db.session.flush()
    return person


def checked_email(email: str) -> str:
    """The address in small letters. Raises `BadEmail`, also when somebody has it."""
    address = plain_email(email)
    if db.session.scalar(select(Person.id).where(Person.email == address)):
        raise BadEmail("somebody has this address already")
    return address


def plain_email(email: str) -> str:
    """The address in small letters, if it can be one. Raises `BadEmail`."""
    try:
        # Demo shops use addresses below .example, which no mail reaches.
        found = validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise BadEmail(str(error)) from error
    return found.normalized.lower()
