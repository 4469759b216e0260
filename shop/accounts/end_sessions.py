"""Sign somebody out of their browsers."""

import secrets

from sqlalchemy import delete, update

from shop.accounts.link_rules import Purpose
from shop.accounts.models import AccountLink, Person, SignInSession
from shop.clock import now
from shop.db import rows_changed


def end_sessions(person_id: int, but: str | None = None) -> int:
    """Each of their sessions is over at its next click; says how many. Does not commit.

    `but`: the hash that names the one that stays, the visitor's own. Without it a sign-in that is
    just under way with an old password ends as well. A link to a new mail address is void too:
    whoever is thrown out may have asked for it.
    """
    if but is None:
        rows_changed(
            update(Person).where(Person.id == person_id).values(fs_uniquifier=secrets.token_hex(32))
        )
    rows_changed(
        update(AccountLink)
        .where(
            AccountLink.person_id == person_id,
            AccountLink.purpose == Purpose.EMAIL,
            AccountLink.used_at.is_(None),
        )
        .values(used_at=now())
    )
    theirs = delete(SignInSession).where(SignInSession.person_id == person_id)
    return rows_changed(theirs.where(SignInSession.id_hash != but) if but else theirs)
