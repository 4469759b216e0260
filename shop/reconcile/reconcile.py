"""Hold everything Stripe knows against everything the shop knows."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shop.checkout.look_again import look_again
from shop.config import settings
from shop.db import db
from shop.payment.provider import PaymentUnavailable
from shop.reconcile.compare_balance import compare_balance
from shop.reconcile.compare_disputes import compare_disputes
from shop.reconcile.compare_failures import compare_failures
from shop.reconcile.compare_payouts import compare_payouts
from shop.reconcile.compare_refunds import compare_refunds
from shop.reconcile.compare_sessions import compare_sessions
from shop.reconcile.compare_warnings import compare_warnings
from shop.reconcile.replay_events import replay_events
from shop.reconcile.step import Found
from shop.refunds.send_refunds import send_refunds

log = logging.getLogger("shop.reconcile")

_MOST_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one step went. `name`, `failure` and `found.wrong` are German."""

    name: str
    found: Found
    #: Why it could not be done, or not to its end; nothing is known then. Empty otherwise.
    failure: str = ""


def reconcile(since: datetime) -> Iterator[Outcome]:
    """Each step by itself, one after the other, as it is asked for; one that fails hides no other.

    Finds whatever happened at Stripe since then and was not booked, and books it. May be repeated
    at will. Commits.
    """
    for name, step in _STEPS:
        yield _do(name, step, since)


def _do(name: str, step: Callable[[datetime], Found], since: datetime) -> Outcome:
    try:
        return Outcome(name, step(since))
    except PaymentUnavailable as error:
        log.warning("%s: provider unavailable (%s)", step.__name__, error)
        asked = settings().stripe_api_base or "api.stripe.com"
        return Outcome(name, Found(), f"Stripe ist nicht erreichbar ({asked}, {error}).")
    except Exception as error:
        log.exception("%s failed", step.__name__)
        return Outcome(name, Found(), f"Fehler: {type(error).__name__}; Näheres im Log.")
    finally:
        db.session.rollback()


def _look(_since: datetime) -> Found:
    return _until_none(look_again)


def _send(_since: datetime) -> Found:
    return _until_none(send_refunds)


def _until_none(work: Callable[[], int]) -> Found:
    """Each round puts off what it took on, so that the next one finds the rest."""
    found = Found()
    for _ in range(_MOST_ROUNDS):
        count = work()
        found.seen += count
        if not count:
            break
    return found


#: What may need money back comes before the refunds are sent, and what explains a line of the
#: balance before the balance; what only the lines tell comes last.
_STEPS: tuple[tuple[str, Callable[[datetime], Found]], ...] = (
    ("Zahlungen, die offen sind", _look),
    ("Zahlungsseiten", compare_sessions),
    ("Erstattungen, die zu senden sind", _send),
    ("Ereignisse, die nicht ankamen", replay_events),
    ("Erstattungen", compare_refunds),
    ("Rückbuchungen", compare_disputes),
    ("Warnungen und Prüfungen", compare_warnings),
    ("Saldozeilen", compare_balance),
    ("Auszahlungen", compare_payouts),
    ("Was später scheiterte", compare_failures),
)
