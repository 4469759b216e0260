"""A dispute, as the provider sees it now."""

from sqlalchemy import case, func, select, update

from shop.clock import now
from shop.db import db, insert_missing, rows_changed
from shop.disputes.models import Dispute
from shop.disputes.note_end import note_end
from shop.disputes.rules import CLOSED, ENDED_WELL, no_way_back_from
from shop.disputes.stop_parcel import stop_parcel
from shop.ledger.book_line import book_line
from shop.ledger.rules import bookings
from shop.orders.hold_order import hold_order
from shop.orders.rules import Note
from shop.payment.models import Attempt
from shop.payment.provider import DisputeSeen
from shop.payment.queries import order_paid_by


def take_note_of_dispute(seen: DisputeSeen) -> bool:
    """Keeps it, stops the parcel when its order first becomes known, books what it moved; what it
    has taken is not left of its payment. Of its end the order's history tells, and staff hear of a
    lost one.

    May be repeated at will, in any order: its status only goes forward. False if its payment is
    none of ours; then it is a task of its own. Does not commit.
    """
    order_id = order_paid_by(seen.payment_intent_id)
    if order_id is not None:
        hold_order(order_id)
    _keep(seen)
    closes = _closes_it_first(seen)
    for line in sorted(seen.balance_lines, key=lambda line: line.id):
        book_line(line, order_id)
    if order_id is None:
        return False
    # Once: staff may have decided since, and no later news of it stops the parcel again.
    ties = _ties_it_first(seen, order_id)
    _count_what_is_gone(seen.payment_intent_id or "")
    if ties and seen.status not in ENDED_WELL:
        stop_parcel(order_id, Note.DISPUTED, seen.id)
    if (closes and not ties) or (ties and seen.status == "lost"):
        note_end(order_id, seen)
    return True


def _keep(seen: DisputeSeen) -> None:
    told = {
        "amount_cents": seen.amount_cents,
        "status": seen.status,
        "reason": seen.reason,
        "due_by": seen.due_by,
    }
    known = {
        "id": seen.id,
        "payment_intent_id": seen.payment_intent_id or "",
        "withdrawn_cents": 0,
        "lines": 0,
        "opened_at": seen.created_at,
    }
    insert_missing(Dispute, [known | told])
    this = update(Dispute).where(Dispute.id == seen.id)
    further = Dispute.status.not_in(no_way_back_from(seen.status))
    rows_changed(this.where(further).values(**told))
    # Money may come back after the end: its lines tell which sight is the newer one.
    gone = _withdrawn(seen)
    taken_at = case((Dispute.taken_at.is_(None), now()), else_=Dispute.taken_at)
    rows_changed(
        this.where(Dispute.lines < len(seen.balance_lines)).values(
            withdrawn_cents=gone,
            lines=len(seen.balance_lines),
            taken_at=taken_at if gone > 0 else Dispute.taken_at,
        )
    )


def _withdrawn(seen: DisputeSeen) -> int:
    """As the books have it: without fees."""
    moved = [booking for line in seen.balance_lines for booking in bookings(line)]
    return max(0, -sum(one.amount_cents for one in moved if one.kind == "dispute"))


def _closes_it_first(seen: DisputeSeen) -> bool:
    closed = update(Dispute).where(
        Dispute.id == seen.id, Dispute.closed_at.is_(None), Dispute.status.in_(CLOSED)
    )
    return rows_changed(closed.values(closed_at=now())) == 1


def _ties_it_first(seen: DisputeSeen, order_id: int) -> bool:
    tied = update(Dispute).where(Dispute.id == seen.id, Dispute.order_id.is_(None))
    values = {"order_id": order_id, "payment_intent_id": seen.payment_intent_id}
    return rows_changed(tied.values(**values)) == 1


def _count_what_is_gone(payment_intent_id: str) -> None:
    """All disputes of the payment together. The caller holds the order."""
    gone = db.session.scalar(
        select(func.coalesce(func.sum(Dispute.withdrawn_cents), 0)).where(
            Dispute.payment_intent_id == payment_intent_id
        )
    )
    rows_changed(
        update(Attempt)
        .where(Attempt.payment_intent_id == payment_intent_id)
        .values(disputed_cents=gone or 0)
    )
