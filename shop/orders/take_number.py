"""Give an order its number."""

from sqlalchemy import update

from shop.clock import today
from shop.db import db, insert_missing
from shop.orders.models import NumberSeries


def take_number() -> str:
    """„SK-2026-00042“: the next of this Berlin year, given to nobody else.

    The UPDATE holds the row of the series until the caller's transaction ends, so it is taken as
    late as possible. Does not commit; a rolled-back order leaves no gap.
    """
    series = f"orders-{today().year}"
    number = _next(series)
    if number is None:
        insert_missing(NumberSeries, [{"name": series, "last": 0}])
        number = _next(series)
    return f"SK-{today().year}-{number:05d}"


def _next(series: str) -> int | None:
    return db.session.scalar(
        update(NumberSeries)
        .where(NumberSeries.name == series)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
