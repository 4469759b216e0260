"""A new password."""

from sqlalchemy import update

from shop.accounts.end_sessions import end_sessions
from shop.accounts.link_rules import Purpose
from shop.accounts.models import AccountLink, Person
from shop.accounts.note_own import note_own
from shop.accounts.notify import notify
from shop.accounts.passwords import hashed
from shop.clock import now
from shop.db import db, rows_changed


def set_password(person: Person, password: str) -> None:
    """Ends every session and every link to a new password, and tells the person by mail.

    The second factor stays. Raises `WeakPassword`. Does not commit.
    """
    person.password = hashed(password, person.email)
    db.session.flush()
    end_sessions(person.id)
    rows_changed(
        update(AccountLink)
        .where(
            AccountLink.person_id == person.id,
            AccountLink.purpose.in_([Purpose.RECOVERY, Purpose.INVITATION]),
            AccountLink.used_at.is_(None),
        )
        .values(used_at=now())
    )
    db.session.refresh(person)
    notify(person.email, "password")
    note_own(person, "password", "neu")
