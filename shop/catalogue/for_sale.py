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
    Select,
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


def batches_for_sale() -> ScalarSelect[str]:
    """The batches of which the row of `variants` beside it has units for sale: „12,15“, in any
    order, 0 for goods of no batch; null where there are none. `batch_ids` reads it."""
    return (
        _told_batches()
        .select_from(_levels_with_batches)
        .where(levels.c.variant_id == variant.c.id, _free > 0, _can_be_sold)
        .correlate(variant)
        .scalar_subquery()
    )


def batches_for_sale_of(product_id: ColumnElement[int]) -> ScalarSelect[str]:
    """The same of all variants of a product together; a batch may be named more than once."""
    offered = variant.alias("offered")
    return (
        _told_batches()
        .select_from(
            offered.join(levels, levels.c.variant_id == offered.c.id).outerjoin(
                batch, batch.c.id == levels.c.batch_id
            )
        )
        .where(
            offered.c.product_id == product_id, offered.c.on_sale.is_(True), _free > 0, _can_be_sold
        )
        .scalar_subquery()
    )


def _told_batches() -> Select[str]:
    told = as_type(func.coalesce(levels.c.batch_id, 0), String)
    return select(func.aggregate_strings(told, ","))


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


def batch_ids(*told: str | None) -> frozenset[int]:
    """What `batches_for_sale` answered, of one or several rows together."""
    numbers = (int(number) for text in told if text for number in text.split(","))
    return frozenset(number for number in numbers if number)
