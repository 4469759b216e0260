"""What came of a purchase is counted, once, whoever books it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select, update

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import db, insert_rows, rows_changed
from shop.purchasing.models import Purchase, PurchaseLine, Receipt, ReceiptLine
from shop.purchasing.rules import (
    BookedAlready,
    Came,
    LineState,
    NotOpen,
    ReceivedMeanwhile,
    all_came,
    received_of,
    refuse_receipt,
)


def write_receipt(
    purchase: Purchase,
    lines: Sequence[LineState],
    came: Mapping[int, Came],
    delivery_note: str,
    key: str,
    person_id: int | None,
    *,
    location_id: int | None = None,
    more_is_right: bool = False,
) -> Receipt:
    """The receipt, under its `key`; the purchase closes by itself when all has come.

    The caller holds the purchase (`hold_purchase`). Raises `BookedAlready`, `NotOpen`,
    `NothingCame`, `ReceivedMeanwhile`, `Overdelivered`. Does not commit.
    """
    if db.session.scalar(select(Receipt.id).where(Receipt.key == key)):
        raise BookedAlready
    if purchase.state != "open":
        raise NotOpen
    refuse_receipt(lines, came, more_is_right=more_is_right)
    for line_id in sorted(came):
        values = {"of": line_id, "seen": came[line_id].seen, "more": came[line_id].amount}
        if rows_changed(_RECEIVE, values) != 1:
            raise ReceivedMeanwhile(frozenset({line_id}))
    made = Receipt(
        order_id=purchase.id,
        key=key,
        delivery_note=delivery_note,
        location_id=location_id,
        person_id=person_id,
        received_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    insert_rows(
        ReceiptLine,
        [
            {
                "receipt_id": made.id,
                "line_id": line_id,
                "amount": one.amount,
                "best_before": one.best_before,
            }
            for line_id, one in came.items()
        ],
    )
    _close_when_all_came(purchase, lines, came, person_id)
    return made


def _close_when_all_came(
    purchase: Purchase,
    lines: Sequence[LineState],
    came: Mapping[int, Came],
    person_id: int | None,
) -> None:
    now_there = [
        replace(line, received=line.received + came[line.id].amount) if line.id in came else line
        for line in lines
    ]
    state = "closed" if all_came(now_there) else "open"
    before = received_of(lines) | {"state": purchase.state}
    after = received_of(now_there) | {"state": state}
    purchase.state = state
    db.session.flush()
    note_change("purchase_order", purchase.id, before, after, person_id)


_RECEIVE = (
    update(PurchaseLine)
    .where(PurchaseLine.id == bindparam("of"), PurchaseLine.received == bindparam("seen"))
    .values(received=PurchaseLine.received + bindparam("more"))
)
