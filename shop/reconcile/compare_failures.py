"""What came to nothing weeks after it was booked: the balance tells, if no event did."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, select

from shop.checkout.settle import settle_seen
from shop.db import db
from shop.ledger.models import MoneyEntry
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession, RefundSeen
from shop.payment.stripe_balance import retrieve_charge
from shop.payment.stripe_refunds import retrieve_refund
from shop.payment.stripe_sessions import session_of_payment
from shop.payouts.models import BalanceLine
from shop.reconcile.step import Found, fetched, in_batches
from shop.refunds.models import Refund
from shop.refunds.take_note_of import take_note_of
from shop.web.filters import euro


def compare_failures(_since: datetime) -> Found:
    """Books refunds that failed and payments a bank took back, by the lines kept of the balance.

    However long ago they were made. Commits. Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    in_batches(
        found,
        fetched(found, _refunds(), retrieve_refund, "Erstattung"),
        news=_that_failed,
        book=take_note_of,
        name=lambda refund: f"Erstattung {refund.id} über {euro(refund.amount_cents)}",
    )
    in_batches(
        found,
        _sessions(found),
        news=_taken_back,
        book=settle_seen,
        name=lambda session: f"Zahlung {session.id}",
    )
    return found


def _refunds() -> list[str]:
    """Booked as given, though the money is back on the balance."""
    return _ids(
        select(Refund.stripe_id)
        .join(BalanceLine, BalanceLine.source_id == Refund.stripe_id)
        .where(BalanceLine.category == "refund_failure", Refund.state.in_(("pending", "succeeded")))
    )


def _that_failed(batch: list[RefundSeen]) -> list[RefundSeen]:
    return [refund for refund in batch if refund.status in ("failed", "canceled")]


def _sessions(found: Found) -> Iterator[PaymentSession]:
    for charge in fetched(found, _charges(), retrieve_charge, "Zahlung"):
        payment = charge.payment_intent_id
        session = session_of_payment(payment) if payment else None
        if session is not None:
            yield session


def _taken_back(batch: list[PaymentSession]) -> list[PaymentSession]:
    return [session for session in batch if session.has_failed]


def _charges() -> list[str]:
    """Taken back by lines of orders that have fewer payments booked as taken back than lines.

    By order, since a line does not name its payment.
    """
    taken = _by_order(select(BalanceLine.order_id).where(BalanceLine.category == "charge_failure"))
    booked = _by_order(select(MoneyEntry.order_id).where(MoneyEntry.kind == "payment_lost"))
    still_paid = select(Attempt.order_id).where(Attempt.state == "paid")
    return _ids(
        select(BalanceLine.source_id)
        .join(taken, taken.c.order_id == BalanceLine.order_id)
        .outerjoin(booked, booked.c.order_id == BalanceLine.order_id)
        .where(
            BalanceLine.category == "charge_failure",
            BalanceLine.order_id.in_(still_paid),
            taken.c.number > func.coalesce(booked.c.number, 0),
        )
    )


def _by_order(rows: Select[Any]) -> Subquery:
    order_id = rows.selected_columns[0]
    return rows.add_columns(func.count().label("number")).group_by(order_id).subquery()


def _ids(question: Select[Any]) -> list[str]:
    found = db.session.scalars(question.distinct()).all()
    db.session.rollback()
    return [one for one in found if one]
