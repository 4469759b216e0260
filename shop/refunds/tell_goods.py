"""Say what became of the goods of a refund that was made without a word about them."""

from collections.abc import Mapping

from sqlalchemy import update

from shop.db import db, rows_changed
from shop.fulfilment.send_parcel import end_sending, has_sent, units_here
from shop.orders.hold_order import hold_order
from shop.orders.models import Line
from shop.orders.move import move
from shop.orders.rules import STILL_HERE, Note, State, before
from shop.refunds.book_refund import book_units
from shop.refunds.left import lines_left
from shop.refunds.models import Refund, RefundLine
from shop.refunds.rules import Goods, NotOwed, Part
from shop.refunds.take_goods import take_goods


def tell_goods(
    refund_id: int,
    told: Mapping[int, tuple[int, Goods]],
    person_id: int,
    *,
    first: Mapping[int, int] | None = None,
) -> None:
    """Books the units (line id → units, and where they are); none if only the price was lowered,
    or of an excess: somebody has seen to it. `first` are levels by line, as in `Part`.

    An order that has not left and of which no unit is left ends here: nothing is packed. Raises
    `NotOwed` when it is known already, `TooMuch` for more units than are left of a line,
    `AlreadyGround`. Does not commit.
    """
    refund = db.session.get_one(Refund, refund_id)
    state = hold_order(refund.order_id)
    met = rows_changed(
        update(Refund)
        .where(Refund.id == refund_id, Refund.goods_known.is_(False))
        .values(goods_known=True)
    )
    if not met or (refund.gives_back == "excess" and any(units for units, _ in told.values())):
        raise NotOwed
    db.session.refresh(refund)
    levels = first or {}
    parts = [
        Part(id, units, 0, goods, levels.get(id))
        for id, (units, goods) in sorted(told.items())
        if units
    ]
    take_goods(refund.order_id, parts, person_id)
    for part in parts:
        _keep(refund, part)
    units_left = any(line.units for line in lines_left(refund.order_id))
    if state in STILL_HERE and has_sent(refund.order_id):
        if not units_here(refund.order_id):
            # A part is with the customer, and the rest is wanted no more.
            end_sending(refund.order_id, state, person_id, tell=False)
    elif parts and not units_left and state in before(State.REFUNDED):
        move(refund.order_id, State.REFUNDED, Note.REFUNDED, person_id)


def _keep(refund: Refund, told: Part) -> None:
    row = RefundLine(
        refund_id=refund.id,
        line_id=told.line_id,
        units=told.units,
        gross_cents=0,
        goods=told.goods or "",
    )
    db.session.add(row)
    db.session.flush()
    line = db.session.get_one(Line, told.line_id)
    if refund.accepted_at is not None:
        book_units(refund, row, line, "refund")
    elif refund.state in ("settled", "undone"):
        book_units(refund, row, line, "refund_by_hand")
