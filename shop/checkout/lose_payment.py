"""A bank took back a payment that had been reported as paid."""

import logging

from sqlalchemy import func, select, update

from shop.db import db, rows_changed
from shop.ledger.book_money import book_money
from shop.orders.alert_staff import alert_staff
from shop.orders.move import add_event, move
from shop.orders.rules import STILL_HERE, Note, State
from shop.payment.models import Attempt
from shop.refunds.models import Refund

log = logging.getLogger("shop.checkout")


def lose_payment(attempt_id: int, state: State) -> None:
    """The money of this attempt is gone, and its order, in `state`, is not shipped any more.

    What had not been given back is booked as `payment_lost`, once, if it had been booked at all. An
    order that has left stays as it is; either way staff get a mail. Does not commit.

    The books: the sale stands, as a claim on the customer, until staff cancel it (`cancel_sale`
    reverses its entries and asks nothing of Stripe). So Σ money of the order = Σ Entry.gross +
    money no sale was made of + Σ payment_lost (negative), as long as it is not cancelled. Whatever
    was asked back and not accepted before counts as taken by the bank. An attempt is `lost` if and
    only if there is a `payment_lost` of its payment; no refund of it can be asked for any more.
    """
    if not rows_changed(
        update(Attempt)
        .where(
            Attempt.id == attempt_id,
            Attempt.state.in_(("paid", "mismatch")),
            Attempt.received_cents > 0,
        )
        .values(state="lost")
    ):
        return
    attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
    left = max(0, attempt.received_cents - attempt.disputed_cents - _given_back(attempt_id))
    payment = attempt.payment_intent_id or ""
    book_money("payment_lost", payment, -left, attempt.order_id)
    log.error("order id %s: its bank took %s cents back", attempt.order_id, left)
    alert_staff(attempt.order_id, Note.PAYMENT_LOST, payment)
    if state in STILL_HERE and attempt.purpose == "sale":
        move(attempt.order_id, State.NEEDS_DECISION, Note.PAYMENT_LOST)
    else:
        add_event(attempt.order_id, state, Note.PAYMENT_LOST, from_state=state)


def _given_back(attempt_id: int) -> int:
    """What the provider has accepted to give back: a refund only asked for fails now."""
    return (
        db.session.scalar(
            select(func.sum(Refund.amount_cents)).where(
                Refund.attempt_id == attempt_id, Refund.state.in_(("pending", "succeeded"))
            )
        )
        or 0
    )
