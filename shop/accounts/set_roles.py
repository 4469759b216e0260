"""What somebody may do."""

from collections.abc import Sequence

from sqlalchemy import select

from shop.accounts.end_sessions import end_sessions
from shop.accounts.keep_an_admin import keep_an_admin
from shop.accounts.models import Person, Role
from shop.accounts.rules import RoleName
from shop.db import db, insert_missing


def set_roles(person: Person, roles: Sequence[RoleName]) -> None:
    """Exactly these; they sign in anew, with what the new roles ask for.

    Raises `LastAdmin`. Does not commit.
    """
    was_admin = RoleName.ADMIN in {role.name for role in person.roles}
    person.roles = roles_named(roles)
    db.session.flush()
    if was_admin:
        keep_an_admin()
    end_sessions(person.id)
    db.session.refresh(person)


def roles_named(names: Sequence[RoleName]) -> list[Role]:
    """The rows for these names, written when they are first given to anybody."""
    insert_missing(Role, [{"name": name.value} for name in RoleName])
    return list(db.session.scalars(select(Role).where(Role.name.in_(set(names)))))
