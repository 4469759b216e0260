"""What must be true after every disaster, whatever it was."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from shop.books.check_books import check_books
from shop.db import db
from shop.ledger.models import Entry, MoneyEntry
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.orders.rules import GIVEN_UP, UNPAID
from shop.refunds.models import Refund
from shop.stock.models import Reservation
from tests.faults.scene import Scene
from tests.make.demo_stripe_hands import Document


@dataclass(frozen=True)
class Mark:
    """Where the rows of this customer begin."""

    second: int
    order_id: int
    mail_id: int
    mails: int


def mark(scene: Scene) -> Mark:
    """What comes from now on is this customer's."""
    with scene.app.app_context():
        return Mark(
            int(scene.now().timestamp()),
            db.session.scalar(select(func.coalesce(func.max(Order.id), 0))) or 0,
            db.session.scalar(select(func.coalesce(func.max(OutboxMail.id), 0))) or 0,
            len(scene.post.received),
        )


def wrong_books(scene: Scene, since: Mark) -> list[str]:
    """What does not hold as soon as the shop had one round to recover."""
    charges = _kept(scene, "charge", since, "succeeded")
    refunds = _kept(scene, "refund", since, "succeeded", "pending")
    sessions = scene.stripe.kept("checkout.session", since.second)
    got = _cents(charges) - _cents(refunds)
    with scene.app.app_context():
        orders = db.session.scalars(select(Order).where(Order.id > since.order_id)).all()
        bought = [order for order in orders if order.state not in UNPAID | GIVEN_UP]
        asked = db.session.scalars(
            select(Refund.stripe_id).where(
                Refund.order_id > since.order_id, Refund.state.in_(("pending", "succeeded"))
            )
        ).all()
        strangers = {session["client_reference_id"] for session in sessions} - {
            order.number for order in orders
        }
        said = {
            f"{len(orders)} orders of one customer": len(orders) > 1,
            f"{len(bought)} orders bought, {len(charges)} charges": bool(bought) != bool(charges),
            f"Stripe has {got}, the money's ledger {_money(since)}": got != _money(since),
            f"Stripe has {got}, sold for {_sold(since)}": got != _sold(since),
            f"{len(refunds)} refunds at Stripe": len(refunds) > scene.refunds,
            f"refunds {asked} here": set(asked) != {refund["id"] for refund in refunds},
            f"payment pages for no order: {strangers}": bool(strangers),
        }
        return [*broken_laws(), *(sentence for sentence, is_so in said.items() if is_so)]


def _kept(scene: Scene, kind: str, since: Mark, *states: str) -> list[Document]:
    return [found for found in scene.stripe.kept(kind, since.second) if found["status"] in states]


def _cents(documents: list[Document]) -> int:
    return sum(document["amount"] for document in documents)


def _money(since: Mark) -> int:
    kinds = ("payment", "payment_lost", "refund", "refund_failed")
    found = select(func.sum(MoneyEntry.amount_cents)).where(
        MoneyEntry.order_id > since.order_id, MoneyEntry.kind.in_(kinds)
    )
    return db.session.scalar(found) or 0


def _sold(since: Mark) -> int:
    found = select(func.sum(Entry.gross_cents)).where(Entry.order_id > since.order_id)
    return db.session.scalar(found) or 0


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
        requested = db.session.scalar(select(func.count()).where(Refund.state == "requested"))
        held = db.session.scalar(
            select(func.count()).where(
                Reservation.order_id > since.order_id, Reservation.state == "held"
            )
        )
        said = {
            f"orders still {waiting}": bool(waiting),
            f"{requested} refunds not sent": bool(requested),
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
