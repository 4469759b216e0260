"""Write the mail that tells a customer of a refund."""

from shop.db import db
from shop.mail.words import Words, Writer
from shop.orders.write_letter import write_letter
from shop.refunds.models import Refund
from shop.refunds.queries import parts_of_refunds


def write_refund_letter(order_id: int, refund_id: int | None) -> Words:
    """What goes back, for what, and that it takes some days. Only reads."""
    assert refund_id is not None
    refund = db.session.get_one(Refund, refund_id)
    parts = parts_of_refunds([refund_id]).get(refund_id, ())
    return write_letter("refunded", order_id, refund=refund, parts=parts)


WRITERS: dict[str, Writer] = {"order-refunded": write_refund_letter}
