"""Who works here, as the admins see them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from shop.accounts.add_person import BadEmail, plain_email
from shop.accounts.models import Authenticator, Passkey, Person, Role
from shop.accounts.rules import WORKING, RoleName
from shop.db import db
from shop.errors import NotThere


def colleagues() -> Sequence[Person]:
    """All who work here or did, by name; customers are not listed."""
    return db.session.scalars(
        select(Person)
        .where(~Person.roles.any(Role.name == RoleName.CUSTOMER) | _works())
        .order_by(Person.active.desc(), Person.name, Person.id)
    ).all()


def colleague(person_id: int) -> Person:
    """Raises `NotThere`; somebody who only buys here is looked up by address instead."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise NotThere
    return found


def found_by_email(email: str) -> Person | None:
    """Whose address this is exactly: nobody finds customers by guessing parts."""
    try:
        return db.session.scalar(select(Person).where(Person.email == plain_email(email)))
    except BadEmail:
        return None


def with_second_factor() -> frozenset[int]:
    """Ids of those who have set one up."""
    apps = select(Authenticator.person_id)
    return frozenset(db.session.scalars(apps.union(select(Passkey.person_id))))


def _works() -> ColumnElement[bool]:
    return Person.roles.any(Role.name.in_(WORKING))
