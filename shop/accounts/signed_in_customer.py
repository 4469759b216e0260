"""Which customer a public page is for."""

from typing import cast

from flask_security import current_user

from shop.accounts.access import roles_of_visitor
from shop.accounts.models import Person
from shop.accounts.rules import RoleName


def signed_in_customer() -> Person | None:
    """None, and no query, for guests; None too for colleagues: they buy as guests."""
    if RoleName.CUSTOMER not in roles_of_visitor():
        return None
    return cast(Person, current_user)
