"""A batch as its page shows it."""

import logging
from functools import lru_cache

from shop.db import reading
from shop.errors import NotThere
from shop.origin.claims import claims_on_all
from shop.trace.describe import describe
from shop.trace.find_batch import asked
from shop.trace.lot_page import LotPage
from shop.trace.statements import CAME_FROM, WENT_TO

log = logging.getLogger("shop")


class NoSuchBatch(NotThere):
    """No batch has this code, or more than one could be meant."""


def lot_page(typed: str) -> LotPage:
    """The batch of a code as it was typed; at most three queries. Refuses with `NoSuchBatch`."""
    values = asked(typed)
    if not values:
        raise NoSuchBatch
    with reading() as connection:
        came = connection.execute(CAME_FROM, values).all()
        if not came:
            raise NoSuchBatch
        batch_id = came[0].batch_id
        went = connection.execute(WENT_TO, {"batch_id": batch_id}).all()
    claims = claims_on_all(frozenset({batch_id}), came[0].revision)
    page = describe(tuple(came), tuple(went), claims)
    _complain(page)
    return page


@lru_cache(maxsize=256)
def _complain(page: LotPage) -> None:
    """Once in a process for each state of a batch; its page says it to everybody each time."""
    if page.way.faults:
        log.error("batch %s does not add up: %s; %s", page.code, page.way.faults, page.way)
