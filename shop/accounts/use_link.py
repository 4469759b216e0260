"""A link is followed to the end."""

from sqlalchemy import update

from shop.accounts.link_rules import Purpose
from shop.accounts.links import usable
from shop.accounts.models import AccountLink
from shop.accounts.rules import LinkExpired
from shop.clock import now
from shop.db import rows_changed


def use_link(link_id: int, purpose: Purpose) -> AccountLink:
    """Used from now on; of two who do so at once one is refused. Raises `LinkExpired`.

    Does not commit.
    """
    found = usable(link_id, purpose)
    met = rows_changed(
        update(AccountLink)
        .where(AccountLink.id == link_id, AccountLink.used_at.is_(None))
        .values(used_at=now())
    )
    if found is None or not met:
        raise LinkExpired
    return found
