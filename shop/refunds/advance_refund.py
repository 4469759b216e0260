"""Move a refund on by what the provider says of it: the one place that does."""

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed
from shop.orders.hold_order import hold_order
from shop.orders.notify import notify
from shop.payment.provider import RefundSeen
from shop.refunds.book_refund import book_failure, book_refund
from shop.refunds.claim_money import unclaim_money
from shop.refunds.models import Refund
from shop.refunds.note_failure import note_failure
from shop.refunds.rules import WHILE_PENDING

_FAILED = frozenset({"failed", "canceled"})


def advance_refund(refund_id: int, seen: RefundSeen) -> None:
    """Books what is new: accepted, arrived, failed. Only forward: a stale report books nothing.

    Its customer is told once it is accepted, unless it failed at once. A refund may fail after it
    had arrived; nothing follows a failure. Does not commit.
    """
    refund = db.session.get_one(Refund, refund_id)
    state = hold_order(refund.order_id)
    moment = now()
    accepted = {
        "state": "pending",
        "stripe_id": seen.id,
        "accepted_at": moment,
        "next_try_at": moment + WHILE_PENDING,
    }
    if _moved(refund, {"requested"}, **accepted):
        book_refund(refund)
        if seen.status not in _FAILED:
            notify(refund.order_id, "refunded", refund.id)
    _moved(refund, {"pending"}, waits_for_customer=seen.status == "requires_action")
    if seen.status == "succeeded":
        _moved(refund, {"pending"}, state="succeeded", ended_at=moment)
    # Nobody is owed an excess: it has come back, and all is well.
    is_owed = refund.gives_back != "excess"
    ended = {
        "state": "failed" if is_owed else "replaced",
        "failure": seen.failure or seen.status,
        "ended_at": moment,
    }
    if seen.status in _FAILED and _moved(refund, {"pending", "succeeded"}, **ended):
        book_failure(refund)
        if is_owed:
            unclaim_money(refund.attempt_id, refund.amount_cents)
            note_failure(refund, state)


def _moved(refund: Refund, before: set[str], **values: object) -> bool:
    met = rows_changed(
        update(Refund).where(Refund.id == refund.id, Refund.state.in_(before)).values(**values)
    )
    db.session.refresh(refund)
    return bool(met)
