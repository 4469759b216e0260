"""What must be true after every disaster, whatever it was."""

from collections import Counter
from collections.abc import Sequence
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
from tests.faults.batches import sold_of_blocked
from tests.faults.scene import Scene
from tests.make.demo_stripe_hands import Document


@dataclass(frozen=True)
class Mark:
    """What the story is about: an order that was there, or what is new since then."""

    number: str
    second: int
    order_id: int
    mail_id: int
    mails: int


@dataclass(frozen=True)
class AtStripe:
    numbers: frozenset[str]
    #: The most payment pages of one attempt.
    pages: int
    charges: list[Document]
    refunds: list[Document]

    @property
    def cents(self) -> int:
        return _cents(self.charges) - _cents(self.refunds)


def mark(scene: Scene) -> Mark:
    """The sale of the story, or what comes from now on."""
    with scene.app.app_context():
        return Mark(
            scene.sale.number if scene.sale else "",
            int(scene.now().timestamp()),
            db.session.scalar(select(func.coalesce(func.max(Order.id), 0))) or 0,
            db.session.scalar(select(func.coalesce(func.max(OutboxMail.id), 0))) or 0,
            len(scene.post.received),
        )


def wrong_books(scene: Scene, since: Mark) -> list[str]:
    """What does not hold as soon as the shop had one round to recover."""
    there = _at_stripe(scene, since)
    with scene.app.app_context():
        orders = _orders(since)
        ids = [order.id for order in orders]
        bought = [order for order in orders if order.state not in UNPAID | GIVEN_UP]
        asked = _refunds_here(ids)
        strangers = there.numbers - {order.number for order in orders}
        said = {
            f"{len(orders)} orders of one customer": len(orders) > 1,
            f"{len(there.charges)} charges, {len(bought)} orders bought": bool(there.charges)
            != bool(bought),
            f"Stripe has {there.cents}, the money's ledger {_money(ids)}": there.cents
            != _money(ids),
            f"Stripe has {there.cents}, sold for {_sold(ids)}": there.cents != _sold(ids),
            f"{len(there.refunds)} refunds at Stripe": len(there.refunds) > scene.refunds,
            f"refunds {asked} here": asked != {refund["id"] for refund in there.refunds},
            f"payment pages for no order: {strangers}": bool(strangers),
            f"{there.pages} payment pages for one attempt": there.pages > scene.pages,
        }
        return [*broken_laws(), *(sentence for sentence, is_so in said.items() if is_so)]


def _at_stripe(scene: Scene, since: Mark) -> AtStripe:
    sessions = [
        session
        for session in scene.stripe.kept("checkout.session")
        if session["client_reference_id"] == since.number
        or (not since.number and session["created"] >= since.second)
    ]
    intents = {session["payment_intent"] for session in sessions} - {None}

    def of_these(kind: str, *states: str) -> list[Document]:
        return [
            found
            for found in scene.stripe.kept(kind)
            if found["payment_intent"] in intents and found["status"] in states
        ]

    return AtStripe(
        frozenset(session["client_reference_id"] for session in sessions),
        max(Counter(session["metadata"]["attempt"] for session in sessions).values(), default=0),
        of_these("charge", "succeeded"),
        of_these("refund", "succeeded", "pending"),
    )


def _cents(documents: list[Document]) -> int:
    return sum(document["amount"] for document in documents)


def _orders(since: Mark) -> Sequence[Order]:
    these = Order.number == since.number if since.number else Order.id > since.order_id
    return db.session.scalars(select(Order).where(these)).all()


def _refunds_here(order_ids: list[int]) -> set[str | None]:
    accepted = select(Refund.stripe_id).where(
        Refund.order_id.in_(order_ids), Refund.state.in_(("pending", "succeeded"))
    )
    return set(db.session.scalars(accepted))


def _money(order_ids: list[int]) -> int:
    kinds = (
        *("payment", "payment_lost", "refund", "refund_failed"),
        *("refund_by_hand", "dispute", "paid_otherwise"),
    )
    found = select(func.sum(MoneyEntry.amount_cents)).where(
        MoneyEntry.order_id.in_(order_ids), MoneyEntry.kind.in_(kinds)
    )
    return db.session.scalar(found) or 0


def _sold(order_ids: list[int]) -> int:
    found = select(func.sum(Entry.gross_cents)).where(Entry.order_id.in_(order_ids))
    return db.session.scalar(found) or 0


def broken_laws() -> list[str]:
    """Needs an app context."""
    return [f"{verdict.law.name}: {row}" for verdict in check_books() for row in verdict.broken]


def wrong_at_the_end(scene: Scene, since: Mark, repeated_mails: int = 0) -> list[str]:
    """What does not hold when every payment page has ended and all mails had time to leave.

    So many may have left a second time, under the same Message-ID.
    """
    with scene.app.app_context():
        orders = _orders(since)
        ids = [order.id for order in orders]
        waiting = [order.state for order in orders if order.state in UNPAID]
        held = select(func.count()).where(
            Reservation.order_id.in_(ids), Reservation.state == "held"
        )
        refunds = select(Refund.state).where(Refund.order_id.in_(ids))
        # One that has failed is a task: somebody may not have seen it yet.
        open_ones = {"requested"} if scene.bank_refuses else {"requested", "failed"}
        left = open_ones.intersection(db.session.scalars(refunds))
        said = {
            f"orders still {waiting}": bool(waiting),
            "reservations still held": bool(db.session.scalar(held)),
            "bags of a blocked batch sold": bool(sold_of_blocked(ids)),
            f"refunds still {left}": bool(left),
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
