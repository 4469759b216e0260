"""Take over a refund that somebody made in the provider's dashboard."""

from dataclasses import replace

from sqlalchemy import func, or_, select, update

from shop.db import db, rows_changed
from shop.orders.move import add_event, move
from shop.orders.rules import Note, State, before
from shop.payment.models import Attempt
from shop.payment.provider import RefundSeen
from shop.refunds.claim_money import claim_money
from shop.refunds.left import lines_left
from shop.refunds.models import Refund
from shop.refunds.replace_refund import replace_refund
from shop.refunds.rules import OwnRefundFirst, Part, Reason, TooMuch, shared_over
from shop.refunds.write_refund import write_refund
from shop.stock.release import release


def import_refund(attempt: Attempt, state: State, seen: RefundSeen) -> int:
    """The id of a row for it, of an order in `state` that is held; still to be advanced.

    Of the sale's payment it gives back goods, unknown which; of any other payment the surplus. One
    that gives back what a failed refund of ours owes replaces it. An order that has not left and of
    whose money nothing is left ends here. Does not commit.
    """
    replaced = _make_room(attempt, seen.amount_cents)
    try:
        claim_money(attempt.id, seen.amount_cents)
    except TooMuch:
        raise OwnRefundFirst from None
    if attempt.purpose == "sale":
        refund = _of_goods(attempt, seen, replaced)
    else:
        rows_changed(update(Attempt).where(Attempt.id == attempt.id).values(purpose="surplus"))
        refund = _written(attempt, seen, [])
    _note(attempt, state)
    return refund.id


def _make_room(attempt: Attempt, cents: int) -> list[Refund]:
    """The failed refunds that this one must have taken the place of."""
    owed = list(
        db.session.scalars(
            select(Refund)
            .where(Refund.attempt_id == attempt.id, Refund.state == "failed")
            .order_by(Refund.id)
        )
    )
    free = attempt.received_cents - attempt.refunded_cents
    free -= sum(refund.amount_cents for refund in owed)
    if cents <= free:
        return []
    equal = [refund for refund in owed if refund.amount_cents == cents][:1]
    if equal:
        return equal
    needed = 0
    while needed < len(owed) and cents > free:
        free += owed[needed].amount_cents
        needed += 1
    return owed[:needed]


def _of_goods(attempt: Attempt, seen: RefundSeen, replaced: list[Refund]) -> Refund:
    parts = [part for refund in replaced for part in replace_refund(refund)]
    known = all(refund.goods_known for refund in replaced)
    if sum(part.gross_cents for part in parts) != seen.amount_cents:
        moved = [replace(part, gross_cents=0) for part in parts if part.units]
        left = lines_left(attempt.order_id)
        cents = shared_over(seen.amount_cents, [line.gross_cents for line in left])
        parts = [Part(line.line_id, 0, c) for line, c in zip(left, cents, strict=True) if c]
        parts += moved
        known = not any(line.units for line in left)
    refund = _written(attempt, seen, parts)
    refund.goods_known = known
    refund.told_before = any(one.was_told for one in replaced)
    db.session.flush()
    return refund


def _written(attempt: Attempt, seen: RefundSeen, parts: list[Part]) -> Refund:
    why = Reason.ELSEWHERE
    return write_refund(attempt, seen.amount_cents, parts, why, "dashboard", stripe_id=seen.id)


def _note(attempt: Attempt, state: State) -> None:
    order_id, note = attempt.order_id, Note.REFUNDED_ELSEWHERE
    if _ends(attempt, state):
        move(order_id, State.REFUNDED, note)
        release(order_id)
    else:
        add_event(order_id, state, note, from_state=state)


def _ends(attempt: Attempt, state: State) -> bool:
    if attempt.purpose == "sale":
        goods_left = any(line.gross_cents for line in lines_left(attempt.order_id))
        return state in before(State.REFUNDED) and not goods_left
    return state is State.NEEDS_DECISION and not _money_to_decide_about(attempt.order_id)


def _money_to_decide_about(order_id: int) -> bool:
    """Money of any payment, or a sale."""
    left = Attempt.received_cents - Attempt.refunded_cents
    return bool(
        db.session.scalar(
            select(func.count()).where(
                Attempt.order_id == order_id,
                or_(Attempt.purpose == "sale", (Attempt.state != "lost") & (left > 0)),
            )
        )
    )
