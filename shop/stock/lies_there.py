"""What lies on a shelf: a bag that is sold stays there until somebody packs it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select

from shop.db import execute
from shop.stock.models import Level, Reservation

_LEFT = Reservation.units - Reservation.returned - Reservation.packed
#: As the condition of `ix_stock_reservations_on_shelf`, word for word: the index holds few rows
#: however many orders there were.
_ON_SHELF = (
    Reservation.state == literal_column("'sold'"),
    Reservation.packed < Reservation.units - Reservation.returned,
)

#: Rows of (level_id, units) of levels on whose shelf something lies that is sold and not packed;
#: for a list of many levels, as an outer join.
sold_not_packed = (
    select(Reservation.level_id, func.sum(_LEFT).label("units"))
    .where(*_ON_SHELF)
    .group_by(Reservation.level_id)
    .subquery("sold_not_packed")
)


#: Somebody would count something on the shelf of this level, outer-joined to the rows above.
LIES_THERE: ColumnElement[bool] = or_(Level.on_hand > 0, sold_not_packed.c.units.is_not(None))


def waiting_units() -> ColumnElement[int]:
    """Of the `Level` around it: units sold that nobody has packed."""
    waiting: ColumnElement[int] = (
        select(func.coalesce(func.sum(_LEFT), 0))
        .where(Reservation.level_id == Level.id, *_ON_SHELF)
        .correlate(Level)
        .scalar_subquery()
    )
    return waiting


def lying_units() -> ColumnElement[int]:
    """Of the `Level` around it: units that somebody would count on its shelf."""
    lying: ColumnElement[int] = Level.on_hand + waiting_units()
    return lying


def lies_there(level_ids: Iterable[int]) -> dict[int, int]:
    """Level id → units on its shelf, as committed when this is asked.

    Sales move nothing on a shelf; packing, moving, receiving and taking back do. Whoever keeps the
    number locks the levels in a statement before this one.
    """
    rows = execute(_OF_LEVELS, {"levels": sorted(set(level_ids))})
    return {level_id: int(units) for level_id, units in rows}


_OF_LEVELS = select(Level.id, lying_units()).where(
    Level.id.in_(bindparam("levels", expanding=True))
)
