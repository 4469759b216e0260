"""Take out of the books what a bank has taken the money of."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed
from shop.payment.models import Attempt
from shop.refunds.book_refund import book_goods
from shop.refunds.claim_money import claim_money
from shop.refunds.models import Refund
from shop.refunds.rules import Part, Reason, shared_over
from shop.refunds.write_refund import write_refund


def undo_sale(
    attempt: Attempt,
    cents: int,
    parts: Sequence[Part],
    person_id: int | None,
    *,
    goods_known: bool = True,
) -> list[int]:
    """`cents` are owed no more, and `parts` of the sale, which are worth them, are undone.

    What the bank has left of the payment goes back: the id of that refund, if any. The rest is kept
    as a refund `undone`, without money. Without parts it was a surplus. The caller holds the order
    and has booked the goods. Does not commit.
    """
    left = min(attempt.left_cents, cents)
    given = shared_over(left, [part.gross_cents for part in parts]) if parts else []
    sent = []
    if left:
        claim_money(attempt.id, left)
        back = [Part(part.line_id, 0, c) for part, c in zip(parts, given, strict=True) if c]
        sent.append(write_refund(attempt, left, back, Reason.DISPUTE, "staff", person_id).id)
    rest = [
        replace(part, gross_cents=part.gross_cents - c)
        for part, c in zip(parts, given, strict=True)
        if part.units or part.gross_cents > c
    ]
    if cents > left:
        _undo(attempt, cents - left, rest, person_id).goods_known = goods_known
        db.session.flush()
    return sent


def _undo(attempt: Attempt, cents: int, parts: Sequence[Part], person_id: int | None) -> Refund:
    undone = write_refund(attempt, cents, parts, Reason.PAYMENT_LOST, "staff", person_id)
    undone.state, undone.ended_at = "undone", now()
    rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt.id)
        .values(refunded_cents=Attempt.refunded_cents + cents)
    )
    db.session.flush()
    if parts:
        book_goods(undone, "refund_by_hand")
    return undone
