"""Staff are done with what a customer owed after a bank took a payment back."""

from sqlalchemy import select

from shop.db import db
from shop.ledger.book_money import book_money
from shop.orders.hold_order import hold_order
from shop.orders.models import OrderEvent
from shop.orders.move import add_event
from shop.orders.rules import Note
from shop.payment.models import Attempt

#: The orders whose claim is closed.
CLOSED = select(OrderEvent.order_id).where(
    OrderEvent.note.in_((Note.CLAIM_PAID, Note.CLAIM_GIVEN_UP))
)


def close_claim(order_id: int, person_id: int | None, *, was_paid: bool) -> bool:
    """It is no task any more; False if it was none. Does not commit.

    Paid otherwise, what was owed is booked beside the provider's money. Given up, the sale stays in
    the books: to correct its VAT (§ 17 (2) Nr. 1 UStG, uncollectable) is for the bookkeeper.
    """
    state = hold_order(order_id)
    attempt = db.session.scalar(
        select(Attempt)
        .where(Attempt.order_id == order_id, Attempt.purpose == "sale")
        .execution_options(populate_existing=True)
    )
    is_closed = db.session.scalars(CLOSED.where(OrderEvent.order_id == order_id)).first()
    if attempt is None or is_closed or not _owed(attempt):
        return False
    if was_paid:
        payment = attempt.payment_intent_id or ""
        book_money("paid_otherwise", payment, _owed(attempt), order_id)
    note = Note.CLAIM_PAID if was_paid else Note.CLAIM_GIVEN_UP
    add_event(order_id, state, note, person_id, from_state=state)
    return True


def _owed(attempt: Attempt) -> int:
    """What its bank has taken and nobody has given back, in cents."""
    kept = attempt.received_cents - attempt.refunded_cents
    return kept if attempt.state == "lost" else min(kept, attempt.disputed_cents)
