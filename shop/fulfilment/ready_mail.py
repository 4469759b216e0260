"""The mail that an order lies ready: whether it went out, and once more on request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import db
from shop.fulfilment.rules import NoMailAgain
from shop.mail.models import OutboxMail
from shop.orders.hold_order import hold_order
from shop.orders.notify import notify
from shop.orders.rules import State

#: So often at most, and not before so long after the last one.
MOST = 5
PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ReadyMails:
    count: int
    #: Of the newest one: null while it is on its way.
    sent_at: datetime | None
    queued_at: datetime | None
    #: Why the newest one did not leave yet; empty if nothing failed.
    error: str

    @property
    def may_go_again(self) -> bool:
        """Not while one is on its way, a moment after one, or too often."""
        if not self.count or self.sent_at is None:
            return not self.count
        return self.count < MOST and now() - self.sent_at >= PAUSE


def ready_mails(order_id: int) -> ReadyMails:
    rows = db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.about == order_id, OutboxMail.news == "order-ready")
        .order_by(OutboxMail.id)
    ).all()
    if not rows:
        return ReadyMails(0, None, None, "")
    newest = rows[-1]
    return ReadyMails(len(rows), newest.sent_at, newest.queued_at, newest.last_error)


def send_ready_mail(order_id: int, person_id: int | None) -> None:
    """Tells once more that the order lies ready. Raises `NoMailAgain`; also for an order that does
    not lie ready. The same news has a number of its own each time, and the book of
    changes says who sent it. Does not commit.
    """
    state = hold_order(order_id)
    found = ready_mails(order_id)
    if state is not State.PACKED or not found.may_go_again:
        raise NoMailAgain
    notify(order_id, "ready", found.count + 1 if found.count else None)
    note_change("order", order_id, {}, {"ready_mail": True}, person_id)
