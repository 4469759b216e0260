"""Hold the lines of Stripe's balance against ours."""

from datetime import datetime

from sqlalchemy import or_, select

from shop.db import db
from shop.payment.provider import BalanceSeen
from shop.payment.stripe_balance import lines_since
from shop.payouts.models import BalanceLine
from shop.payouts.rules import OF_ORDERS
from shop.payouts.take_note_of_line import take_note_of_line
from shop.reconcile.step import Found, in_batches
from shop.web.filters import euro


def compare_balance(since: datetime) -> Found:
    """Keeps the lines that are new, and names all that belong to no order though they should.

    Commits. Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    in_batches(found, lines_since(since), news=_not_known, book=_keep, name=_in_words)
    found.wrong += _unmatched()
    return found


def _not_known(batch: list[BalanceSeen]) -> list[BalanceSeen]:
    tied = or_(BalanceLine.order_id.is_not(None), BalanceLine.category.not_in(OF_ORDERS))
    ids = [line.id for line in batch]
    known = set(db.session.scalars(select(BalanceLine.id).where(BalanceLine.id.in_(ids), tied)))
    return [line for line in batch if line.id not in known]


def _keep(line: BalanceSeen) -> bool:
    take_note_of_line(line)
    return True


def _in_words(line: BalanceSeen) -> str:
    return f"Saldozeile {line.id} über {euro(line.amount_cents)}"


def _unmatched() -> list[str]:
    lines = db.session.execute(
        select(BalanceLine.id, BalanceLine.amount_cents)
        .where(BalanceLine.order_id.is_(None), BalanceLine.category.in_(OF_ORDERS))
        .order_by(BalanceLine.occurred_at, BalanceLine.id)
    ).all()
    db.session.rollback()
    return [
        f"Saldozeile {line} über {euro(cents)} gehört zu keiner Bestellung" for line, cents in lines
    ]
