"""Find a payment page by its key when the answer that named it was lost."""

from datetime import timedelta

from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession
from shop.payment.stripe_sessions import list_sessions

#: How far the provider's clock may be from ours.
_SKEW = timedelta(minutes=10)


def find_session(attempt: Attempt) -> PaymentSession | None:
    """The session opened with this attempt's key; the provider keeps no list by key, so all that
    were opened since are read. Needs no transaction open. Raises like `list_sessions`."""
    opened = [
        session
        for session in list_sessions(attempt.started_at - _SKEW)
        if session.attempt_key == attempt.idempotency_key
    ]
    # The newest come first; a second one with the same key is settled as a second payment.
    return opened[-1] if opened else None
