"""A receipt was wrong: what it booked is undone, once."""

from dataclasses import replace

from sqlalchemy import bindparam, select, update

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.take_back_batch import take_back_batch
from shop.purchasing.hold_purchase import hold_purchase
from shop.purchasing.models import PurchaseLine, Receipt, ReceiptLine
from shop.purchasing.rules import TakenBackAlready, all_came, received_of
from shop.stock.hold_levels import hold_levels
from shop.stock.send_back import send_back


def take_back_receipt(receipt_id: int, reason: str, person_id: int | None) -> None:
    """Its goods leave the shelf, its batch is struck out, and its lines wait again; a purchase that
    had closed because all had come is open again.

    Raises `TakenBackAlready`, `BelowReserved` where goods of it are sold or elsewhere, and
    `AlreadyUsed` where coffee of its batch is packed. Does not commit.
    """
    begin_change()
    order_id = db.session.scalar(select(Receipt.order_id).where(Receipt.id == receipt_id))
    if order_id is None:
        raise NotThere
    purchase, lines = hold_purchase(order_id)
    moment = now()
    values = {"receipt": receipt_id, "moment": moment, "person": person_id, "because": reason}
    if rows_changed(_TAKE_BACK, values) != 1:
        raise TakenBackAlready
    receipt = db.session.get_one(Receipt, receipt_id, populate_existing=True)
    parts = db.session.execute(
        select(ReceiptLine.line_id, ReceiptLine.amount).where(ReceiptLine.receipt_id == receipt_id)
    ).all()
    amounts = {line_id: amount for line_id, amount in parts}
    for line_id, amount in sorted(amounts.items()):
        rows_changed(_LOWER, {"of": line_id, "less": amount})
    concerned = [line for line in lines if line.id in amounts]
    if receipt.location_id:
        goods = {line.variant_id for line in concerned if line.variant_id}
        hold_levels(goods, receipt.location_id)
    for line in concerned:
        if line.variant_id and receipt.location_id:
            send_back(
                *(line.variant_id, receipt.location_id, amounts[line.id]),
                *(f"{purchase.number}: {reason}", person_id),
                source=f"receipt:{receipt_id}",
            )
    if receipt.batch_id:
        batch_id, receipt.batch_id = receipt.batch_id, None
        db.session.flush()
        take_back_batch(batch_id, person_id)
    state = purchase.state
    if state == "closed" and all_came(lines):
        purchase.state = "open"
    db.session.flush()
    less = [replace(line, received=line.received - amounts.get(line.id, 0)) for line in lines]
    note_change(
        "purchase_order",
        order_id,
        received_of(lines) | {"state": state},
        received_of(less) | {"state": purchase.state, "taken_back": reason},
        person_id,
    )


_TAKE_BACK = (
    update(Receipt)
    .where(Receipt.id == bindparam("receipt"), Receipt.taken_back_at.is_(None))
    .values(
        taken_back_at=bindparam("moment"),
        taken_back_by=bindparam("person"),
        taken_back_because=bindparam("because"),
    )
)
_LOWER = (
    update(PurchaseLine)
    .where(PurchaseLine.id == bindparam("of"), PurchaseLine.received >= bindparam("less"))
    .values(received=PurchaseLine.received - bindparam("less"))
)
