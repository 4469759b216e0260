"""Somebody who buys here wants an account."""

import secrets

from shop.accounts.add_person import checked_email
from shop.accounts.models import Person
from shop.accounts.passwords import hashed
from shop.accounts.rules import RoleName
from shop.accounts.set_roles import roles_named
from shop.db import db


def add_customer(email: str, password: str, name: str = "") -> Person:
    """A customer who cannot sign in before the address is confirmed. Does not commit.

    Raises `BadEmail`, also when somebody has the address already (which the page must not
    tell: the mail does), or `WeakPassword`.
    """
    address = checked_email(email)
    person = Person(
        email=address,
        name=name.strip()[:120],
        password=hashed(password, address),
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        roles=roles_named([RoleName.CUSTOMER]),
    )
    db.session.add(person)
    db.session.flush()
    return person
