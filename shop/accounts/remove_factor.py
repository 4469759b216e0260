"""A telephone was sold, a stick was lost."""

from sqlalchemy import delete, select

from shop.accounts.factors import factors_of
from shop.accounts.models import Authenticator, Passkey, Person
from shop.accounts.rules import LastFactor, works_here
from shop.db import db, rows_changed


def remove_factor(person_id: int, passkey_id: int | None) -> bool:
    """Takes away this passkey of theirs, or the app; False if it is not there. Does not commit.

    Raises `LastFactor` where none would be left to somebody who works here.
    """
    # Two who remove the last two at once wait for each other here.
    person = db.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update()
    ).one()
    gone = (
        delete(Authenticator).where(Authenticator.person_id == person_id)
        if passkey_id is None
        else delete(Passkey).where(Passkey.person_id == person_id, Passkey.id == passkey_id)
    )
    if not rows_changed(gone):
        return False
    db.session.expire_all()
    if works_here(role.name for role in person.roles) and not factors_of(person_id).count:
        raise LastFactor
    return True
