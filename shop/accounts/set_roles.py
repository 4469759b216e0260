"""What somebody may do."""

from collections.abc import Sequence

from sqlalchemy import select

from shop.accounts.models import Person, Role
from shop.accounts.rules import RoleName
from shop.db import db, insert_missing


def set_roles(person: Person, roles: Sequence[RoleName]) -> None:
    """From the next click on, exactly these. Does not commit."""
    person.roles = roles_named(roles)
    db.session.flush()


def roles_named(names: Sequence[RoleName]) -> list[Role]:
    """The rows for these names, written when they are first given to anybody."""
    insert_missing(Role, [{"name": name.value} for name in RoleName])
    return list(db.session.scalars(select(Role).where(Role.name.in_(set(names)))))
