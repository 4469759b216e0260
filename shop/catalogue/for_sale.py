"""What is for sale at this moment, and from which batches: parts of the statements of the pages.

The stock stands above the catalogue, so its models cannot be imported here; but what a page shows
of a product includes whether it is there, and one joined read tells it. The columns read are named
here, and only read. Each statement they are part of binds `last_day` (`origin/rules.py`).
"""

from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    String,
    Table,
    bindparam,
    case,
    column,
    func,
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
    *(column(name) for name in ("variant_id", "batch_id", "on_hand", "reserved")),
)
_free = levels.c.on_hand - levels.c.reserved
#: Of no batch, or of one that is neither blocked nor too old.
_can_be_sold = or_(
    levels.c.batch_id.is_(None),
    batch.c.blocked_at.is_(None) & (batch.c.best_before >= bindparam("last_day", type_=Date)),
)
_levels_with_batches = levels.outerjoin(batch, batch.c.id == levels.c.batch_id)

#: How often the records of origin changed: what was remembered about them counts under it.
origin_revision: ScalarSelect[int] = select(revision.c.number).scalar_subquery()


def now_bound() -> dict[str, object]:
    """The values that depend on the day."""
    return {"last_day": last_day_to_sell(today())}


def units_for_sale(most: int | None = None) -> ScalarSelect[int]:
    """Units of the row of `variants` beside it, no more than `most`."""
    units: ColumnElement[Any] = func.coalesce(func.sum(_free), 0)
    if most is not None:
        units = case((units > most, most), else_=units)
    return (
        select(units)
        .select_from(_levels_with_batches)
        .where(levels.c.variant_id == variant.c.id, _can_be_sold)
        .correlate(variant)
        .scalar_subquery()
    )


def batches_for_sale(product_id: ColumnElement[int]) -> ScalarSelect[str]:
    """The batches of which units of the product are for sale: „12,15“, in any order; or null."""
    offered = variant.alias("offered")
    return (
        select(func.aggregate_strings(as_type(levels.c.batch_id, String), ","))
        .select_from(_levels_with_batches.join(offered, offered.c.id == levels.c.variant_id))
        .where(
            offered.c.product_id == product_id,
            offered.c.on_sale.is_(True),
            levels.c.batch_id.is_not(None),
            _free > 0,
            _can_be_sold,
        )
        .scalar_subquery()
    )


def next_batch() -> ScalarSelect[int]:
    """The batch the next bag of the row of `variants` comes from: what expires first."""
    return (
        select(levels.c.batch_id)
        .select_from(levels.join(batch, batch.c.id == levels.c.batch_id))
        .where(levels.c.variant_id == variant.c.id, _free > 0, _can_be_sold)
        .order_by(batch.c.best_before, levels.c.batch_id)
        .limit(1)
        .correlate(variant)
        .scalar_subquery()
    )


def batch_ids(told: str | None) -> frozenset[int]:
    """What `batches_for_sale` answered."""
    return frozenset(int(number) for number in told.split(",")) if told else frozenset()
