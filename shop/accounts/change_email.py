"""Mail goes to another address from now on."""

from sqlalchemy import select, update

from shop.accounts.end_sessions import end_sessions
from shop.accounts.models import AccountLink, Person
from shop.accounts.note_own import note_own
from shop.accounts.notify import notify
from shop.clock import now
from shop.db import db, rows_changed


def change_email(person: Person, email: str) -> bool:
    """Tells the old address, ends all sessions and links; False if somebody else has the new one.

    Only after the link sent to the new address was followed. Does not commit.
    """
    taken = select(Person.id).where(Person.email == email, Person.id != person.id)
    if db.session.scalar(taken):
        return False
    old, person.email = person.email, email
    db.session.flush()
    end_sessions(person.id)
    rows_changed(
        update(AccountLink)
        .where(AccountLink.person_id == person.id, AccountLink.used_at.is_(None))
        .values(used_at=now())
    )
    db.session.refresh(person)
    notify(old, "email")
    note_own(person, "email", "neu")
    return True
