"""Write down what came of an attempt to have an order paid."""

from functools import cache

from sqlalchemy import Update, bindparam, or_, update

from shop.checkout.outcome import FROM, Outcome
from shop.clock import now
from shop.db import rows_changed
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession


def end_attempt(
    attempt_id: int, outcome: Outcome, session: PaymentSession, received_cents: int
) -> bool:
    """Whether this is the first to report it: of many at once, one acts upon it.

    `received_cents` is what the provider got by it. Does not commit.
    """
    seen = {
        "attempt_id": attempt_id,
        "session": session.id,
        "payment_intent": session.payment_intent_id,
        "received": received_cents,
        "moment": now(),
    }
    return rows_changed(_ending(outcome), seen) == 1


@cache
def _ending(outcome: Outcome) -> Update:
    """Built once for each: building it takes as long as running it."""
    is_in_time = or_(*(Attempt.state == state for state in sorted(FROM[outcome])))
    return (
        update(Attempt)
        .where(Attempt.id == bindparam("attempt_id"), is_in_time)
        .values(
            state=outcome.value,
            session_id=bindparam("session"),
            payment_intent_id=bindparam("payment_intent"),
            received_cents=bindparam("received"),
            settled_at=bindparam("moment"),
        )
    )
