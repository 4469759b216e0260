"""Undo a sale whose payment its bank took back: there is no money to give back."""

from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt
from shop.refunds.left import lines_left
from shop.refunds.models import Refund
from shop.refunds.replace_refund import replace_refund
from shop.refunds.rules import Part
from shop.refunds.take_goods import take_goods
from shop.refunds.undo_sale import undo_sale
from shop.refunds.where_it_is import where_it_is


def cancel_sale(attempt: Attempt, person_id: int) -> list[int]:
    """What was left of the sale is out of the books, its goods are on the shelf again.

    For a payment that is lost, or of which disputes took money. What they left goes back: the ids
    of the refunds to be sent. Refunds that had failed are settled with it. The caller holds the
    order. Does not commit.
    """
    moved = [part for refund in _failed(attempt.id) for part in replace_refund(refund)]
    lines = lines_left(attempt.order_id)
    where = where_it_is(attempt.order_id, lines)
    left = [
        Part(line.line_id, line.units, line.gross_cents, where.get(line.line_id))
        for line in lines
        if line.units or line.gross_cents
    ]
    cents = sum(part.gross_cents for part in left)
    if not cents:
        return []
    take_goods(attempt.order_id, left, person_id)
    known = [Part(part.line_id, part.units, 0, part.goods) for part in moved if part.units]
    return undo_sale(attempt, cents, left + known, person_id)


def _failed(attempt_id: int) -> list[Refund]:
    found = select(Refund).where(Refund.attempt_id == attempt_id, Refund.state == "failed")
    return list(db.session.scalars(found))
