"""What of an order's sale has not been given back, line by line."""

from sqlalchemy import func, select

from shop.db import db
from shop.orders.models import Line
from shop.refunds.models import Refund, RefundLine
from shop.refunds.rules import LineLeft


def lines_left(order_id: int) -> list[LineLeft]:
    """Every line of the order, in its order.

    Money of a refund that failed is not left: it is owed until it is asked for again.
    """
    given = (
        select(RefundLine.line_id, func.sum(RefundLine.gross_cents).label("gross"))
        .join(Refund, Refund.id == RefundLine.refund_id)
        .where(Refund.order_id == order_id, Refund.state != "replaced")
        .group_by(RefundLine.line_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Line.id,
            Line.kind,
            Line.quantity - Line.refunded_units,
            Line.total_cents - func.coalesce(given.c.gross, 0),
        )
        .outerjoin(given, given.c.line_id == Line.id)
        .where(Line.order_id == order_id)
        .order_by(Line.position)
    )
    return [
        LineLeft(line_id, kind == "shipping", 0 if kind == "shipping" else units, int(gross))
        for line_id, kind, units, gross in rows
    ]
