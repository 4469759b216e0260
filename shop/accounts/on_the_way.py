"""Who has given the right password and not yet the second factor."""

import logging

from flask import has_request_context, request, session
from sqlalchemy import select

from shop.accounts.begin_try import Try, begin_try, hash_of_account
from shop.accounts.device import known_device
from shop.accounts.models import Person
from shop.accounts.notify import notify
from shop.accounts.rules import may_try_second
from shop.clock import today
from shop.db import db

log = logging.getLogger("shop.accounts")


def half_in() -> Person | None:
    """None for the public, and for those who are in."""
    mark = session.get("half") if has_request_context() and request.cookies else None
    if not mark:
        return None
    return db.session.scalar(select(Person).where(Person.fs_uniquifier == mark, Person.active))


def begin_second_try(person: Person) -> Try | None:
    """Counts a try at a second factor; None when there were too many lately. Commits.

    Of those the owner learns by mail, once a day: whoever used them up has the password.
    """
    person_id, email = person.id, person.email
    known = known_device(hash_of_account(email))
    this_try = begin_try(
        f"second factor of {person_id}", request.remote_addr or "::", known, allowed=may_try_second
    )
    if this_try is None:
        log.warning("too many second factors of person id %s", person_id)
        notify(email, "second_factor_refused", once=f"{person_id}:{today()}")
        db.session.commit()
    return this_try
