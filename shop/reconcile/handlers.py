"""Which kind of event is handled how: what is fetched, and what is booked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shop.checkout.settle import settle_seen
from shop.payment.stripe_sessions import retrieve_session


@dataclass(frozen=True, slots=True)
class Handler:
    #: From the id in the event to what it is now. No transaction is open meanwhile.
    fetch: Callable[[str], Any]
    #: Books what was fetched. Does not commit.
    book: Callable[[Any], object]


def _nothing(_: object) -> None:
    pass


IGNORED = Handler(fetch=_nothing, book=_nothing)
_SESSION = Handler(fetch=retrieve_session, book=settle_seen)

HANDLERS: dict[str, Handler] = {
    "checkout.session.completed": _SESSION,
    "checkout.session.async_payment_succeeded": _SESSION,
    "checkout.session.async_payment_failed": _SESSION,
    "checkout.session.expired": _SESSION,
}
