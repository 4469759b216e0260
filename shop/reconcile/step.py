"""One step of the reconciliation, and what it came upon."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from shop.db import db, start_writing
from shop.payment.provider import PaymentMissing, PaymentUnavailable

log = logging.getLogger("shop.reconcile")

#: As many things as are looked up by one query.
BATCH = 100

T = TypeVar("T")


@dataclass(slots=True)
class Found:
    """`wrong` are German sentences, one for each open matter."""

    seen: int = 0
    booked: int = 0
    wrong: list[str] = field(default_factory=list)


def in_batches(
    found: Found,
    things: Iterable[T],
    *,
    news: Callable[[list[T]], list[T]],
    book: Callable[[T], bool],
    name: Callable[[T], str],
) -> None:
    """Books what is new among the things Stripe lists, page by page, however many there are.

    `book` says whether the thing is ours. Each in a transaction of its own, so that one that fails
    does not hide the others; none is open while Stripe is asked for the next page. Commits.
    """
    for batch in _batches(things):
        found.seen += len(batch)
        db.session.rollback()
        new = news(batch)
        for thing in new:
            _book(found, thing, book, name(thing))
        db.session.rollback()


def fetched(found: Found, ids: Iterable[str], fetch: Callable[[str], T], what: str) -> Iterator[T]:
    """Each thing as Stripe sees it now; one it does not know is named and hides no other."""
    for one in ids:
        try:
            thing = fetch(one)
        except PaymentMissing:
            found.wrong.append(f"{what} {one} kennt Stripe nicht")
        else:
            yield thing


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _book(found: Found, thing: T, book: Callable[[T], bool], name: str) -> None:
    start_writing()
    try:
        is_ours = book(thing)
        db.session.commit()
    except PaymentUnavailable:
        # It will be away for the next thing too.
        raise
    except Exception as error:
        db.session.rollback()
        log.exception("%s is not booked", name)
        found.wrong.append(f"{name}: nicht gebucht ({type(error).__name__})")
        return
    found.booked += 1
    if not is_ours:
        found.wrong.append(f"{name} gehört zu keiner Bestellung")
