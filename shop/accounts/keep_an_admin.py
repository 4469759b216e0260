"""Somebody must be able to let others in."""

from sqlalchemy import select

from shop.accounts.models import Person, Role
from shop.accounts.rules import LastAdmin, RoleName
from shop.db import db


def keep_an_admin() -> None:
    """Raises `LastAdmin` if nobody who may sign in is one. Call it after an admin was changed.

    Of two admins who take the role from each other at once, the second waits for the first here
    and is refused.
    """
    admin = db.session.scalars(
        select(Role).where(Role.name == RoleName.ADMIN).with_for_update()
    ).one()
    left = select(Person.id).where(Person.active, Person.roles.any(Role.id == admin.id)).limit(1)
    if db.session.scalar(left) is None:
        raise LastAdmin
