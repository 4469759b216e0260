"""Money for an order that has its money already, or had it and gave it back."""

import logging

from sqlalchemy import exists, select

from shop.db import db
from shop.orders.move import add_event
from shop.orders.rules import Note, State
from shop.payment.models import Attempt
from shop.refunds.refund_payment import refund_payment
from shop.refunds.rules import Reason

log = logging.getLogger("shop.checkout")


def take_second_payment(attempt_id: int, state: State) -> None:
    """The first payment stays, this one goes back in full by itself; the order does not move.

    Where the order in `state` waits for a decision and no other money is there, staff decide about
    this money too. Does not commit.
    """
    attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
    log.error("order id %s, %s: paid again", attempt.order_id, state)
    add_event(attempt.order_id, state, Note.PAID_AGAIN, from_state=state)
    # Another currency, or test money, can only be given back in the provider's dashboard.
    for_staff = state is State.NEEDS_DECISION and not _has_other_money(attempt)
    if attempt.received_cents and not for_staff:
        refund_payment(attempt_id, Reason.PAID_TWICE, person_id=None, origin="automatic")


def _has_other_money(attempt: Attempt) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Attempt.order_id == attempt.order_id,
                    Attempt.id != attempt.id,
                    Attempt.received_cents > 0,
                )
            )
        )
    )
