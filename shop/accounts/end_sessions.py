"""Sign somebody out of their browsers."""

import secrets

from sqlalchemy import delete, update

from shop.accounts.models import Person, SignInSession
from shop.db import rows_changed


def end_sessions(person_id: int, but: str | None = None) -> int:
    """Each of their sessions is over at its next click; says how many. Does not commit.

    `but`: the hash that names the one that stays, the visitor's own. Without it a sign-in that is
    just under way with an old password ends as well.
    """
    if but is None:
        rows_changed(
            update(Person).where(Person.id == person_id).values(fs_uniquifier=secrets.token_hex(32))
        )
    theirs = delete(SignInSession).where(SignInSession.person_id == person_id)
    return rows_changed(theirs.where(SignInSession.id_hash != but) if but else theirs)
