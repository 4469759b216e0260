"""A line of the provider's balance."""

from sqlalchemy import select, update

from shop.db import db, insert_missing, rows_changed
from shop.disputes.models import Dispute
from shop.ledger.book_line import book_line
from shop.payment.provider import BalanceSeen
from shop.payment.queries import order_paid_by
from shop.payouts.models import BalanceLine
from shop.refunds.models import Refund


def take_note_of_line(seen: BalanceSeen, payout_id: str | None = None) -> None:
    """Keeps it, tied to its order, and books its fee and whatever nobody else books.

    A line never changes, but its order and its payout may become known later: call it again. Who
    takes note of several in one transaction goes by their ids, or two at once wait for each other.
    Does not commit.
    """
    order_id = _order_of(seen)
    row = {
        "id": seen.id,
        "kind": seen.kind,
        "category": seen.category,
        "amount_cents": seen.amount_cents,
        "fee_cents": seen.fee_cents,
        "net_cents": seen.net_cents,
        "source_id": seen.source_id,
        "occurred_at": seen.occurred_at,
        "order_id": order_id,
        "payout_id": payout_id,
    }
    insert_missing(BalanceLine, [row])
    line = update(BalanceLine).where(BalanceLine.id == seen.id)
    if order_id is not None:
        rows_changed(line.where(BalanceLine.order_id.is_(None)).values(order_id=order_id))
    if payout_id is not None:
        rows_changed(line.where(BalanceLine.payout_id.is_(None)).values(payout_id=payout_id))
    book_line(seen, order_id)


def _order_of(seen: BalanceSeen) -> int | None:
    """By its payment; else it may be a refund or a dispute we know."""
    found = order_paid_by(seen.payment_intent_id)
    if found is not None or not seen.source_id:
        return found
    refunded = select(Refund.order_id).where(Refund.stripe_id == seen.source_id)
    disputed = select(Dispute.order_id).where(Dispute.id == seen.source_id)
    return db.session.scalar(refunded) or db.session.scalar(disputed)
