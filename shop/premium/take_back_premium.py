"""Units of a line are sold no more: what they owed is owed no more."""

from datetime import date

from sqlalchemy import Date, Integer, String, bindparam, case, cast, func, literal, select

from shop.clock import business_date, now
from shop.db import Utc, execute
from shop.ledger.models import PremiumEntry
from shop.orders.models import Line
from shop.premium.book_premium import book_premium
from shop.stock.models import Level, Reservation
from shop.stock.rules import last_sold_first


def take_back_premium(source: str, line_id: int, units: int, *, day: date | None = None) -> None:
    """Books the reverse of what so many units of the line owed, of the batches they came back to.

    Where the shelf knows of none, of the batch taken last first.
    Called wherever the ledger books units back, under the name it books them by: „refund:<refund
    line>“; a second call changes nothing. A line of no batch owed nothing. The caller holds the
    order. Dated today, or the `day` of a sale that never was. Refuses (`ValueError`) more units
    than still owe. Does not commit.
    """
    name = f"{source}:"
    rows = execute(_LEFT, {"line": line_id, "name": name}).all()
    if not rows or any(row.times for row in rows):
        return
    moment = now()
    values = {"line": line_id, "moment": moment, "day": day or business_date(moment)}
    still_out = [(row.batch_id, min(int(row.units), row.out)) for row in rows]
    came_back = [(row.batch_id, max(int(row.units) - row.out, 0)) for row in rows]
    back = last_sold_first([*still_out, *came_back], units)
    for batch_id in sorted(back):
        given = {"batch": batch_id, "back": back[batch_id], "name": f"{name}{batch_id}:"}
        book_premium(_BACK, values | given)


#: Units of each batch that still owe, those the shelf has not taken back, in the order they were
#: taken; and how many rows of this name there are.
_LEFT = (
    select(
        PremiumEntry.batch_id,
        func.sum(PremiumEntry.units).label("units"),
        (Reservation.units - Reservation.returned).label("out"),
        func.sum(
            case((PremiumEntry.source.startswith(bindparam("name", type_=String)), 1), else_=0)
        ).label("times"),
    )
    .join(Line, Line.id == PremiumEntry.line_id)
    .join(
        Reservation,
        (Reservation.order_id == Line.order_id) & (Reservation.variant_id == Line.variant_id),
    )
    .join(Level, (Level.id == Reservation.level_id) & (Level.batch_id == PremiumEntry.batch_id))
    # Booked once for each line and batch, whatever the batch is made of.
    .where(PremiumEntry.line_id == bindparam("line"), PremiumEntry.purpose == "project")
    .group_by(PremiumEntry.batch_id, Reservation.id, Reservation.units, Reservation.returned)
    .order_by(Reservation.id)
)

_back = bindparam("back", type_=Integer)
#: As much as it was when it was sold: the figures of a sale are those of one unit, so many times.
_BACK = select(
    literal("refund", String),
    PremiumEntry.purpose,
    bindparam("name", type_=String)
    + func.coalesce(cast(PremiumEntry.green_lot_id, String), "project"),
    PremiumEntry.green_lot_id,
    PremiumEntry.batch_id,
    PremiumEntry.line_id,
    -_back,
    -_back * (PremiumEntry.coffee_grams // PremiumEntry.units),
    -_back * (PremiumEntry.micro // PremiumEntry.units),
    bindparam("day", type_=Date),
    bindparam("moment", type_=Utc),
    literal("", String),
).where(
    PremiumEntry.line_id == bindparam("line"),
    PremiumEntry.batch_id == bindparam("batch"),
    PremiumEntry.kind == "sale",
)
