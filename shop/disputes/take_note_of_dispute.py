"""A dispute, as the provider sees it now."""

from sqlalchemy import update

from shop.clock import now
from shop.db import insert_missing, rows_changed
from shop.disputes.models import Dispute
from shop.disputes.rules import CLOSED, ENDED_WELL, no_way_back_from
from shop.disputes.stop_parcel import stop_parcel
from shop.ledger.book_line import book_line
from shop.orders.rules import Note
from shop.payment.provider import DisputeSeen
from shop.payment.queries import order_paid_by


def take_note_of_dispute(seen: DisputeSeen) -> bool:
    """Keeps it, stops the parcel when its order first becomes known, books what it moved.

    May be repeated at will, in any order: its status only goes forward. False if its payment is
    none of ours; then it is a task of its own. Does not commit.
    """
    order_id = order_paid_by(seen.payment_intent_id)
    _keep(seen)
    for line in sorted(seen.balance_lines, key=lambda line: line.id):
        book_line(line, order_id)
    if order_id is None:
        return False
    # Once: staff may have decided since, and no later news of it stops the parcel again.
    if _ties_it_first(seen.id, order_id) and seen.status not in ENDED_WELL:
        stop_parcel(order_id, Note.DISPUTED, seen.id)
    return True


def _keep(seen: DisputeSeen) -> None:
    told = {
        "amount_cents": seen.amount_cents,
        "status": seen.status,
        "reason": seen.reason,
        "due_by": seen.due_by,
        "closed_at": now() if seen.status in CLOSED else None,
    }
    known = {
        "id": seen.id,
        "payment_intent_id": seen.payment_intent_id or "",
        "opened_at": seen.created_at,
    }
    insert_missing(Dispute, [known | told])
    rows_changed(
        update(Dispute)
        .where(Dispute.id == seen.id, Dispute.status.not_in(no_way_back_from(seen.status)))
        .values(**told)
    )


def _ties_it_first(dispute_id: str, order_id: int) -> bool:
    tied = update(Dispute).where(Dispute.id == dispute_id, Dispute.order_id.is_(None))
    return rows_changed(tied.values(order_id=order_id)) == 1
