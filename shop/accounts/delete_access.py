"""What lets somebody in is deleted, with all that is known of it."""

from sqlalchemy import delete

from shop.accounts.models import AccountLink, people_roles
from shop.accounts.reset_factors import reset_factors
from shop.db import execute, rows_changed


def delete_access(person_id: int) -> None:
    """Sessions, passkeys, codes, links and roles; the person's own row stays. Does not commit.

    For a customer who wants to be forgotten: afterwards the row may be emptied or deleted.
    """
    reset_factors(person_id)
    rows_changed(delete(AccountLink).where(AccountLink.person_id == person_id))
    execute(delete(people_roles).where(people_roles.c.person_id == person_id))
