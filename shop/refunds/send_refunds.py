"""The worker's round of refunds."""

import logging

from sqlalchemy import select, update

from shop.clock import now
from shop.db import db, start_writing
from shop.payment.provider import PaymentRejected, PaymentUnavailable
from shop.payment.stripe_refunds import retrieve_refund
from shop.refunds.advance_refund import advance_refund
from shop.refunds.models import Refund
from shop.refunds.rules import WHILE_PENDING
from shop.refunds.send_refund import send_refund

log = logging.getLogger("shop.refunds")


def send_refunds(limit: int = 50) -> int:
    """Sends what is requested and due, and looks at what is pending; returns how many.

    Each is claimed by moving its next try on, so two workers never take the same one, and one that
    goes wrong holds up none of the others. Commits.
    """
    due = _due(limit)
    for refund_id, state in due:
        try:
            send_refund(refund_id) if state == "requested" else _look(refund_id)
        except Exception:
            log.exception("refund %s: round failed", refund_id)
            db.session.rollback()
    return len(due)


def _due(limit: int) -> list[tuple[int, str]]:
    found = db.session.execute(
        select(Refund.id, Refund.state)
        .where(Refund.state.in_(("requested", "pending")), Refund.next_try_at <= now())
        .order_by(Refund.next_try_at)
        .limit(limit)
    ).all()
    db.session.rollback()
    return [(row[0], row[1]) for row in found]


def _look(refund_id: int) -> None:
    start_writing()
    moment = now()
    stripe_id = db.session.scalar(
        update(Refund)
        .where(Refund.id == refund_id, Refund.state == "pending", Refund.next_try_at <= moment)
        .values(next_try_at=moment + WHILE_PENDING)
        .returning(Refund.stripe_id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if stripe_id is None:
        return
    try:
        seen = retrieve_refund(stripe_id)
    except (PaymentUnavailable, PaymentRejected) as error:
        log.warning("refund %s: no look at it (%s)", refund_id, error)
        return
    start_writing()
    advance_refund(refund_id, seen)
    db.session.commit()
