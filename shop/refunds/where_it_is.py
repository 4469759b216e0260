"""Where the goods of an order are that ends without anybody being asked."""

from collections.abc import Iterable

from sqlalchemy import select

from shop.db import db
from shop.orders.models import Line
from shop.refunds.rules import Goods, LineLeft
from shop.stock.models import Reservation
from shop.stock.sold_bags import sold_bags


def where_it_is(order_id: int, left: Iterable[LineLeft]) -> dict[int, Goods]:
    """Line id → its goods never left; or, where bags were ground for it already or a parcel with
    some of them has gone, are lost: better a bag too many on the shelf than one that is not there.

    Lines of which no units are left have none.
    """
    lost = {
        variant_id
        for variant_id, rows in sold_bags(order_id).items()
        if any(row.spoilt for row in rows)
    }
    sent = db.session.scalars(
        select(Reservation.variant_id).where(Reservation.order_id == order_id, Reservation.sent > 0)
    )
    lost |= set(sent)
    lines = db.session.execute(select(Line.id, Line.variant_id).where(Line.order_id == order_id))
    variants: dict[int, int | None] = {line_id: variant_id for line_id, variant_id in lines}
    return {
        line.line_id: Goods.WRITTEN_OFF if variants[line.line_id] in lost else Goods.NEVER_LEFT
        for line in left
        if line.units
    }
