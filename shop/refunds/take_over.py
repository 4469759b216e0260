"""Money that somebody gave back elsewhere is owed by refunds that had failed: no longer."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from shop.clock import now
from shop.db import db
from shop.payment.models import Attempt
from shop.refunds.models import Refund
from shop.refunds.replace_refund import replace_refund
from shop.refunds.rules import Part, Reason, shared_over
from shop.refunds.write_refund import write_refund


def take_over(attempt: Attempt, cents: int) -> tuple[list[Refund], list[Part]]:
    """The failed refunds of a payment that so much money takes the place of, and their parts.

    As few as there is no other room for, now that the money is claimed. What is owed beyond
    it stays owed, as a failed refund of its own; the parts are worth `cents` or less. The caller
    holds the order. Does not commit.
    """
    replaced = _in_the_way(attempt, cents)
    parts = [part for refund in replaced for part in replace_refund(refund)]
    rest = sum(refund.amount_cents for refund in replaced) - cents
    if rest > 0:
        shares = shared_over(cents, [part.gross_cents for part in parts]) if parts else []
        _owe(attempt, rest, replaced, _without(parts, shares))
        parts = [replace(p, gross_cents=c) for p, c in zip(parts, shares, strict=True)]
    return replaced, [part for part in parts if part.units or part.gross_cents]


def _in_the_way(attempt: Attempt, cents: int) -> list[Refund]:
    owed = list(
        db.session.scalars(
            select(Refund)
            .where(Refund.attempt_id == attempt.id, Refund.state == "failed")
            .order_by(Refund.id)
        )
    )
    missing = sum(refund.amount_cents for refund in owed)
    missing -= attempt.received_cents - attempt.refunded_cents
    if missing <= 0:
        return []
    equal = [refund for refund in owed if refund.amount_cents == cents][:1]
    if equal:
        return equal
    found = 0
    while found < len(owed) and missing > 0:
        missing -= owed[found].amount_cents
        found += 1
    return owed[:found]


def _without(parts: Sequence[Part], shares: Sequence[int]) -> list[Part]:
    return [
        Part(part.line_id, 0, part.gross_cents - cents)
        for part, cents in zip(parts, shares, strict=True)
        if part.gross_cents > cents
    ]


def _owe(attempt: Attempt, cents: int, replaced: Sequence[Refund], parts: Sequence[Part]) -> None:
    last = replaced[-1]
    owed = write_refund(attempt, cents, parts, Reason(last.reason), "staff", last.person_id)
    owed.state, owed.failure, owed.ended_at = "failed", last.failure, now()
    owed.told_before = any(refund.was_told for refund in replaced)
    db.session.flush()
