"""A sale owes a premium to the growers of its coffee, and a contribution to the projects."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)

from shop.clock import business_date, now
from shop.db import Utc
from shop.orders.models import Line
from shop.origin.models import Batch, BatchSource
from shop.premium.book_premium import book_premium
from shop.stock.models import Level, Reservation


def owe(order_id: int, *, day: date | None = None) -> None:
    """Books what the units of this order owe: for each line, batch and green lot the premium, for
    each line and batch the contribution.

    What one unit owes is rounded to the micro, half-up; so many units owe exactly so many times
    that, and any of them can be taken back. Goods of no batch owe nothing. Dated today, or the
    `day` of a sale told later. A second call changes nothing. Does not commit.
    """
    moment = now()
    values = {"order_id": order_id, "moment": moment, "day": day or business_date(moment)}
    book_premium(_OWED, values)


def _owed(
    purpose: str,
    whose: SQLColumnExpression[str],
    lot: SQLColumnExpression[Any],
    rate: SQLColumnExpression[int],
) -> Select[*tuple[Any, ...]]:
    """One row for each line and batch; for a premium, for each green lot in it.

    A line's reservations are those of its order for its variant.
    """
    of_one_unit = (cast(rate, BigInteger) * Line.coffee_grams + 500) // 1000
    return (
        select(
            literal("sale", String).label("kind"),
            literal(purpose, String).label("purpose"),
            literal("sale:", String)
            + cast(Line.id, String)
            + literal(":", String)
            + cast(Level.batch_id, String)
            + literal(":", String)
            + whose,
            lot.label("green_lot_id"),
            Level.batch_id,
            Line.id,
            Reservation.units,
            Reservation.units * Line.coffee_grams,
            Reservation.units * of_one_unit,
            bindparam("day", type_=Date),
            bindparam("moment", type_=Utc),
            literal("", String),
        )
        .select_from(Reservation)
        .join(Level, Level.id == Reservation.level_id)
        .join(
            Line,
            (Line.order_id == Reservation.order_id) & (Line.variant_id == Reservation.variant_id),
        )
        .where(
            Reservation.order_id == bindparam("order_id"), Reservation.state.in_(("held", "sold"))
        )
    )


_OWED = union_all(
    _owed(
        "premium",
        cast(BatchSource.green_lot_id, String),
        BatchSource.green_lot_id,
        BatchSource.premium_micro_per_kg,
    ).join(BatchSource, BatchSource.batch_id == Level.batch_id),
    _owed("project", literal("project", String), null(), Batch.project_micro_per_kg).join(
        Batch, Batch.id == Level.batch_id
    ),
)
