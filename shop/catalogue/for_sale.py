"""What is for sale at this moment, and from which batches: parts of the statements of the pages.

The stock stands above the catalogue, so its models cannot be imported here; but what a page shows
of a product includes whether it is there, and one joined read tells it. The columns read are named
here, and only read. Each statement they are part of binds `last_day` (`origin/rules.py`).
"""

from functools import lru_cache
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    String,
    Subquery,
    Table,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy import cast as as_type

from shop.catalogue.models import Variant
from shop.clock import today
from shop.origin.models import Batch, Revision
from shop.origin.rules import last_day_to_sell

variant, batch, revision = (cast(Table, model.__table__) for model in (Variant, Batch, Revision))
levels = table(
    "stock_levels",
    *(column(n) for n in ("variant_id", "location_id", "batch_id", "on_hand", "reserved")),
)
# Written into the statements: a value that is bound takes longer than it is worth.
_ZERO: ColumnElement[int] = literal_column("0")
_ONE: ColumnElement[int] = literal_column("1")
_free = levels.c.on_hand - levels.c.reserved
#: Neither blocked nor too old.
_is_good = batch.c.blocked_at.is_(None) & (batch.c.best_before >= bindparam("last_day", type_=Date))
#: What the index of what is there is asked for (`ix_stock_levels_there`).
_there = levels.c.on_hand > _ZERO
#: Orders are filled from the stockroom alone: its id is `stock.models.STOCKROOM`.
_in_stockroom = levels.c.location_id == _ONE
_can_be_sold = _in_stockroom & or_(levels.c.batch_id.is_(None), _is_good)

# Day and batch as one text, „2027-10-121000000012“, so that the least of a group names the batch;
# a subquery for each row would look for it again.
_DAY_SIGNS = 10
_LARGE: ColumnElement[int] = literal_column("1000000000")
_first_to_expire: ColumnElement[str] = func.min(
    as_type(batch.c.best_before, String) + as_type(batch.c.id + _LARGE, String)
)

#: How often the records of origin changed: what was remembered about them counts under it.
origin_revision: ScalarSelect[int] = select(revision.c.number).scalar_subquery()


def now_bound() -> dict[str, object]:
    """The values that depend on the day."""
    return {"last_day": last_day_to_sell(today())}


def drawn_from(of: FromClause = variant) -> ColumnElement[int]:
    """Whose units a row of `variants` is sold from: its own, or those of the beans it is ground
    from when somebody orders it."""
    return func.coalesce(of.c.ground_from_id, of.c.id, type_=Integer)


def units_for_sale() -> ScalarSelect[int]:
    """Units of the row of `variants` beside it; for a few rows, `on_shelf` is for pages of them."""
    return (
        select(func.coalesce(func.sum(_free), _ZERO))
        .select_from(levels.outerjoin(batch, batch.c.id == levels.c.batch_id))
        .where(levels.c.variant_id == drawn_from(), _there, _can_be_sold)
        .correlate(variant)
        .scalar_subquery()
    )


def on_shelf(of: FromClause, by: ColumnElement[int], *chosen: ColumnElement[bool]) -> Subquery:
    """What is for sale, counted in one pass over the levels joined to `of`: a row for each value of
    `by`, with `units` and `batches`.

    `batches` is „12,15“, in any order and each at least once, 0 for goods of no batch; `batch_ids`
    reads it, and `next_batch` reads `first`. Where nothing is for sale there is no row.
    """
    told = as_type(func.coalesce(levels.c.batch_id, _ZERO), String)
    return (
        select(
            by.label("by"),
            func.sum(_free).label("units"),
            func.aggregate_strings(told, ",").label("batches"),
            _first_to_expire.label("first"),
        )
        .select_from(of.outerjoin(batch, batch.c.id == levels.c.batch_id))
        .where(*chosen, _there, _free > _ZERO, _can_be_sold)
        .group_by(by)
        .subquery()
    )


def codes_for_sale(of: FromClause, *chosen: ColumnElement[bool]) -> Select[str]:
    """The codes of the batches for sale among the levels joined to `of`, each once."""
    return (
        select(batch.c.code)
        .distinct()
        .select_from(of.join(batch, batch.c.id == levels.c.batch_id))
        .where(*chosen, _there, _free > _ZERO, _in_stockroom, _is_good)
        .order_by(batch.c.code)
    )


def next_batch(shelf: Subquery) -> ColumnElement[int]:
    """The batch that the next unit of a row of `on_shelf` comes from, what expires first; null for
    goods of no batch."""
    return as_type(func.substr(shelf.c.first, _DAY_SIGNS + 1), Integer) - _LARGE


@lru_cache(maxsize=4096)
def batch_ids(*told: str | None) -> frozenset[int]:
    """The `batches` of `on_shelf`, of one or several rows together."""
    numbers = (int(number) for text in told if text for number in text.split(","))
    return frozenset(number for number in numbers if number)
