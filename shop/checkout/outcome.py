"""What a payment session means for the attempt it belongs to. Pure."""

from enum import StrEnum

from shop.payment.provider import PaymentSession, SessionStatus

CURRENCY = "eur"


class Outcome(StrEnum):
    """The attempt's state once it is booked."""

    OPEN = "open"
    #: Submitted, for instance a debit; the money is not there yet.
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    #: Money, but not what was ordered: nothing is shipped, staff decide.
    MISMATCH = "mismatch"


#: States of an attempt from which an outcome is booked. Money is booked also after giving up;
#: whatever was booked as paid stays so.
FROM: dict[Outcome, frozenset[str]] = {
    Outcome.OPEN: frozenset(),
    Outcome.PENDING: frozenset({"open"}),
    Outcome.PAID: frozenset({"open", "pending", "failed", "expired"}),
    # Also after giving up, so that it is known whose payment it was.
    Outcome.FAILED: frozenset({"open", "pending", "expired"}),
    Outcome.EXPIRED: frozenset({"open"}),
    Outcome.MISMATCH: frozenset({"open", "pending", "failed", "expired"}),
}


def judge(session: PaymentSession, amount_cents: int, *, livemode: bool) -> Outcome:
    """What the session says, held against the amount frozen in the attempt."""
    if session.status is SessionStatus.EXPIRED:
        return Outcome.EXPIRED
    if session.status is SessionStatus.OPEN:
        return Outcome.OPEN
    if session.has_failed:
        return Outcome.FAILED
    if not session.is_paid and session.payment_intent_id is not None:
        return Outcome.PENDING
    # Complete without a payment: nothing was due, but nothing of ours is free.
    fits = (session.livemode, session.currency, session.amount_cents, session.received_cents) == (
        livemode,
        CURRENCY,
        amount_cents,
        amount_cents,
    )
    return Outcome.PAID if session.is_paid and fits else Outcome.MISMATCH
