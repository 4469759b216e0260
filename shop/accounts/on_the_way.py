"""Who has given the right password and not yet the second factor."""

from flask import has_request_context, request, session
from sqlalchemy import select

from shop.accounts.begin_try import Try, begin_try
from shop.accounts.models import Person
from shop.accounts.rules import may_try_second
from shop.db import db


def half_in() -> Person | None:
    """None for the public, and for those who are in."""
    mark = session.get("half") if has_request_context() and request.cookies else None
    if not mark:
        return None
    return db.session.scalar(select(Person).where(Person.fs_uniquifier == mark, Person.active))


def begin_second_try(person_id: int) -> Try | None:
    """Counts a try at a second factor; None when there were too many lately. Commits."""
    address = request.remote_addr or "::"
    return begin_try(f"second factor of {person_id}", address, None, allowed=may_try_second)
