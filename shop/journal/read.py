"""Read a page of the journal: a few rows of each book, merged by time."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from shop.audit.models import Change
from shop.clock import BERLIN
from shop.db import execute
from shop.journal.asked import Asked
from shop.journal.books import BOOKS, Book, first_since

PER_PAGE = 50


class Found(NamedTuple):
    """A row of a book: when it was written, in which book, and its number there."""

    at: datetime
    key: str
    id: int


@dataclass(frozen=True, slots=True)
class Read:
    """Newest first; `further` is where the next page begins, empty at the end."""

    rows: tuple[Found, ...]
    further: str


def read(asked: Asked, most: int = PER_PAGE) -> Read:
    """One query for each book; of a day a few more, to find where it begins and ends."""
    books = [book for book in BOOKS if book.key in asked.books and _tells(book, asked)]
    # Within a book the numbers run with the time, so the heads of all books are the newest.
    pages = {book.key: list(_rows(book, asked, most + 1)) for book in books}
    merged = heapq.merge(*pages.values(), reverse=True, key=lambda row: (row.at, row.key))
    rows = tuple(row for row, _number in zip(merged, range(most), strict=False))
    if len(rows) == sum(map(len, pages.values())):
        return Read(rows, "")
    place = dict(asked.place)
    for row in rows:
        place[row.key] = min(row.id, place.get(row.key, row.id))
    return Read(rows, "".join(f"{key}{number}" for key, number in sorted(place.items())))


def _tells(book: Book, asked: Asked) -> bool:
    return asked.thing is None or asked.thing[0] in book.about


def _rows(book: Book, asked: Asked, most: int) -> Iterator[Found]:
    table = book.table
    query = select(book.at, table.id).order_by(table.id.desc()).limit(most)
    if asked.thing:
        query = query.where(book.about[asked.thing[0]](asked.thing[1]))
    if asked.person_id is not None:
        query = query.where(table.person_id == asked.person_id)
    elif not asked.with_shop and not asked.thing:
        query = query.where(table.person_id.is_not(None))
    if book.table is Change and not asked.with_accounts:
        query = query.where(Change.record != "person")
    if asked.day:
        begin = datetime.combine(asked.day, time(), BERLIN)
        end = datetime.combine(asked.day + timedelta(days=1), time(), BERLIN)
        since, until = begin.astimezone(UTC), end.astimezone(UTC)
        query = query.where(
            table.id >= first_since(book, since),
            table.id < first_since(book, until),
            # Two that were written at once may stand the other way round.
            book.at >= since,
            book.at < until,
        )
    if book.key in asked.place:
        query = query.where(table.id < asked.place[book.key])
    return (Found(at, book.key, id) for at, id in execute(query).all())
