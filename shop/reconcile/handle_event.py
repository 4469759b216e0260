"""Handle one event of Stripe. It is only a hint: what it is about is fetched again."""

from sqlalchemy import bindparam, select

from shop.clock import now
from shop.db import db, insert_missing, reading, start_writing
from shop.payment.models import PaymentEvent
from shop.payment.provider import Notice
from shop.reconcile.handlers import HANDLERS, IGNORED


def handle_event(notice: Notice) -> None:
    """What the event is about is booked, once; an event handled before changes nothing. Commits.

    The event's row is written first, in the transaction of the booking: the same event twice at
    once waits there, and then finds the work done. Kinds without a handler are only kept. Raises
    `PaymentUnavailable`, `PaymentRejected` and whatever a booking raises: then it must be sent
    again. So must an event about what Stripe says it does not know: a contradiction, that a person
    has to see and that a key put right ends.
    """
    if _is_known(notice):
        return
    handler = HANDLERS.get(notice.kind, IGNORED)
    seen = handler.fetch(notice.object_id)
    start_writing()
    if _keep(notice):
        handler.book(seen)
        db.session.commit()


def _is_known(notice: Notice) -> bool:
    # No transaction is open while Stripe is asked.
    with reading() as connection:
        return connection.execute(_KNOWN, {"event_id": notice.id}).first() is not None


def _keep(notice: Notice) -> bool:
    """Whether this is the first to handle it."""
    row = {
        "id": notice.id,
        "kind": notice.kind,
        "object_id": notice.object_id,
        "received_at": now(),
    }
    return insert_missing(PaymentEvent, [row]) == 1


_KNOWN = select(PaymentEvent.id).where(PaymentEvent.id == bindparam("event_id"))
