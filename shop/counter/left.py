"""What of a sale at a counter has not come back, line by line."""

from sqlalchemy import func, select

from shop.counter.models import CounterReturnLine
from shop.db import db
from shop.orders.models import Line
from shop.refunds.rules import LineLeft


def lines_left(order_id: int) -> list[LineLeft]:
    """Every line of it, in its order."""
    given = (
        select(CounterReturnLine.line_id, func.sum(CounterReturnLine.gross_cents).label("gross"))
        .join(Line, Line.id == CounterReturnLine.line_id)
        .where(Line.order_id == order_id)
        .group_by(CounterReturnLine.line_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Line.id,
            Line.quantity - Line.refunded_units,
            Line.total_cents - func.coalesce(given.c.gross, 0),
        )
        .outerjoin(given, given.c.line_id == Line.id)
        .where(Line.order_id == order_id)
        .order_by(Line.position)
    )
    return [LineLeft(line_id, False, units, int(gross)) for line_id, units, gross in rows]
