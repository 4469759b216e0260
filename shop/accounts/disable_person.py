"""Somebody leaves."""

from shop.accounts.end_sessions import end_sessions
from shop.accounts.keep_an_admin import keep_an_admin
from shop.accounts.models import Person
from shop.accounts.rules import RoleName
from shop.db import db


def disable_person(person: Person) -> None:
    """No longer signs in, and is out of every session at the next click. Does not commit.

    The row stays: the books say who did what. Raises `LastAdmin`.
    """
    person.active = False
    db.session.flush()
    if RoleName.ADMIN in {role.name for role in person.roles}:
        keep_an_admin()
    end_sessions(person.id)
    db.session.refresh(person)
