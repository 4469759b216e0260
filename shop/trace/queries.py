"""A batch as its page shows it."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row

from shop.db import reading, snapshot
from shop.errors import NotThere
from shop.origin.claims import claims_on_all
from shop.trace.batch_page import BatchPage
from shop.trace.describe import describe
from shop.trace.find_batch import asked
from shop.trace.statements import CAME_FROM, WENT_TO

Rows = tuple[Row[*tuple[Any, ...]], ...]
log = logging.getLogger("shop")


class NoSuchBatch(NotThere):
    """No batch has this code, or more than one could be meant."""


def batch_page(typed: str) -> BatchPage:
    """The batch of a code as it was typed; at most three queries. Refuses with `NoSuchBatch`.

    One that does not add up is looked at twice: bags may have been packed between two queries.
    """
    values = asked(typed)
    if not values:
        raise NoSuchBatch
    with reading() as connection:
        rows = _rows(connection, values)
    page = _page(*rows)
    if page.way.faults:
        with snapshot() as connection:
            rows = _rows(connection, values)
        page = _page(*rows)
    if page.way.faults:
        _complain(page)
    return page


def _rows(connection: Connection, values: Mapping[str, str]) -> tuple[Rows, Rows]:
    came = tuple(connection.execute(CAME_FROM, values).all())
    if not came:
        raise NoSuchBatch
    return came, tuple(connection.execute(WENT_TO, {"batch_id": came[0].batch_id}).all())


def _page(came: Rows, went: Rows) -> BatchPage:
    first = came[0]
    said_of = frozenset[int]() if first.batch_blocked_at else frozenset({first.batch_id})
    return describe(came, went, claims_on_all(said_of, first.revision))


@lru_cache(maxsize=256)
def _complain(page: BatchPage) -> None:
    """Once in a process for each state of a batch; its page says it to everybody each time."""
    log.error("batch %s does not add up: %s; %s", page.code, page.way.faults, page.way)
