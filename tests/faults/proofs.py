"""What must be true after every disaster, whatever it was."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from shop.books.check_books import check_books
from shop.db import db
from shop.ledger.models import Entry, MoneyEntry
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.orders.rules import GIVEN_UP, UNPAID
from shop.stock.models import Reservation
from tests.faults.scene import Scene


@dataclass(frozen=True)
class Mark:
    """Where the rows of this customer begin."""

    second: int
    order_id: int
    mail_id: int
    mails: int


def mark(scene: Scene) -> Mark:
    """What comes from now on is this customer's."""
    scene.stripe.swallow_queued_events()
    scene.wait(timedelta(minutes=1))
    with scene.app.app_context():
        return Mark(
            int(scene.now().timestamp()),
            db.session.scalar(select(func.coalesce(func.max(Order.id), 0))) or 0,
            db.session.scalar(select(func.coalesce(func.max(OutboxMail.id), 0))) or 0,
            len(scene.post.received),
        )


def wrong_books(scene: Scene, since: Mark) -> list[str]:
    """What does not hold as soon as the shop had one round to recover."""
    made = scene.stripe.kept("charge", since.second)
    charges = [charge for charge in made if charge["status"] == "succeeded"]
    sessions = scene.stripe.kept("checkout.session", since.second)
    with scene.app.app_context():
        orders = db.session.scalars(select(Order).where(Order.id > since.order_id)).all()
        paid = [order for order in orders if order.state not in UNPAID | GIVEN_UP]
        money = db.session.scalar(
            select(func.coalesce(func.sum(MoneyEntry.amount_cents), 0)).where(
                MoneyEntry.order_id > since.order_id, MoneyEntry.kind == "payment"
            )
        )
        sold = db.session.scalar(
            select(func.coalesce(func.sum(Entry.gross_cents), 0)).where(
                Entry.order_id > since.order_id
            )
        )
        got = sum(charge["amount"] for charge in charges)
        strangers = {session["client_reference_id"] for session in sessions} - {
            order.number for order in orders
        }
        said = {
            f"{len(orders)} orders of one customer": len(orders) > 1,
            f"{len(charges)} charges of one customer": len(charges) > 1,
            f"{len(paid)} paid orders, {len(charges)} charges": len(paid) != len(charges),
            f"charged {got}, in the money's ledger {money}, sold {sold}": not got == money == sold,
            f"payment pages for no order: {strangers}": bool(strangers),
        }
        return [*broken_laws(), *(sentence for sentence, is_so in said.items() if is_so)]


def broken_laws() -> list[str]:
    """Needs an app context."""
    return [f"{verdict.law.name}: {row}" for verdict in check_books() for row in verdict.broken]


def wrong_at_the_end(scene: Scene, since: Mark, repeated_mails: int = 0) -> list[str]:
    """What does not hold when every payment page has ended and all mails had time to leave.

    So many may have left a second time, under the same Message-ID.
    """
    with scene.app.app_context():
        waiting = db.session.scalars(
            select(Order.state).where(Order.id > since.order_id, Order.state.in_(UNPAID))
        ).all()
        held = db.session.scalar(
            select(func.count()).where(
                Reservation.order_id > since.order_id, Reservation.state == "held"
            )
        )
        said = {
            f"orders still {waiting}": bool(waiting),
            f"{held} reservations still held": bool(held),
        }
    return [
        *wrong_books(scene, since),
        *(sentence for sentence, is_so in said.items() if is_so),
        *_wrong_mails(scene, since, repeated_mails),
    ]


def _wrong_mails(scene: Scene, since: Mark, repeated: int) -> list[str]:
    arrived = Counter(str(mail["Message-ID"]) for mail in scene.post.received[since.mails :])
    with scene.app.app_context():
        mails = db.session.scalars(select(OutboxMail).where(OutboxMail.id > since.mail_id)).all()
        queued = {mail.message_id: mail.dedupe_key for mail in mails}
    repeats = arrived.total() - len(arrived)
    strangers = arrived.keys() - queued.keys()
    lost = [key for message_id, key in queued.items() if message_id not in arrived]
    said = {
        f"mails nobody queued: {strangers}": strangers,
        f"mails that did not leave: {lost}": lost,
        f"{repeats} mails repeated": repeats > repeated,
    }
    return [sentence for sentence, is_so in said.items() if is_so]
