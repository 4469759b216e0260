"""Take over a refund that somebody made in the provider's dashboard."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, or_, select

from shop.db import db
from shop.orders.alert_staff import alert_staff
from shop.orders.move import add_event, move
from shop.orders.rules import STILL_HERE, Note, State, before
from shop.payment.models import Attempt
from shop.payment.provider import RefundSeen
from shop.refunds.claim_money import claim_given
from shop.refunds.left import lines_left
from shop.refunds.models import Refund
from shop.refunds.rules import OwnRefundFirst, Part, PaymentFirst, Reason, TooMuch, shared_over
from shop.refunds.take_over import take_over
from shop.refunds.write_refund import write_refund
from shop.stock.release import release


def import_refund(attempt: Attempt, state: State, seen: RefundSeen) -> int:
    """The id of a row for it, of an order in `state` that is held; still to be advanced.

    Of the sale's payment it gives back goods, unknown which; of any other payment the surplus. It
    takes the place of failed refunds as far as it gives back what they owe. An order that has not
    left and of whose money nothing is left ends here. More than there was is an excess: a task.
    Raises `OwnRefundFirst`, `PaymentFirst`. Does not commit.
    """
    try:
        claim_given(attempt.id, seen.amount_cents)
    except TooMuch:
        return _excess(attempt, state, seen)
    db.session.refresh(attempt)
    refund = _of_goods(attempt, seen) if attempt.purpose == "sale" else _of_surplus(attempt, seen)
    _note(attempt, state)
    return refund.id


def _of_goods(attempt: Attempt, seen: RefundSeen) -> Refund:
    replaced, parts = take_over(attempt, seen.amount_cents)
    known = all(refund.goods_known for refund in replaced)
    if sum(part.gross_cents for part in parts) != seen.amount_cents:
        moved = [replace(part, gross_cents=0) for part in parts if part.units]
        left = lines_left(attempt.order_id)
        cents = shared_over(seen.amount_cents, [line.gross_cents for line in left])
        parts = [Part(line.line_id, 0, c) for line, c in zip(left, cents, strict=True) if c]
        parts += moved
        known = not any(line.units for line in left)
    return _written(attempt, seen, replaced, parts, known)


def _of_surplus(attempt: Attempt, seen: RefundSeen) -> Refund:
    """While some of it is left, staff may still decide what it is for."""
    replaced, _ = take_over(attempt, seen.amount_cents)
    if attempt.received_cents == attempt.refunded_cents:
        attempt.purpose = "surplus"
    return _written(attempt, seen, replaced)


def _excess(attempt: Attempt, state: State, seen: RefundSeen) -> int:
    """It claims nothing and is for nothing; the order is stopped until somebody has looked."""
    if not attempt.received_cents:
        raise PaymentFirst
    if _is_on_its_way(attempt):
        raise OwnRefundFirst
    refund = _written(attempt, seen, known=False)
    refund.gives_back = "excess"
    db.session.flush()
    note = Note.REFUNDED_ELSEWHERE
    if state in STILL_HERE and attempt.purpose == "sale":
        move(attempt.order_id, State.NEEDS_DECISION, note)
    else:
        add_event(attempt.order_id, state, note, from_state=state)
    alert_staff(attempt.order_id, note, seen.id)
    return refund.id


def _is_on_its_way(attempt: Attempt) -> bool:
    found = select(Refund.id).where(Refund.attempt_id == attempt.id, Refund.state == "requested")
    return db.session.scalar(found.limit(1)) is not None


def _written(
    attempt: Attempt,
    seen: RefundSeen,
    replaced: Sequence[Refund] = (),
    parts: Sequence[Part] = (),
    known: bool = True,
) -> Refund:
    cents, why = seen.amount_cents, Reason.ELSEWHERE
    refund = write_refund(attempt, cents, parts, why, "dashboard", stripe_id=seen.id)
    refund.goods_known = known
    refund.told_before = any(one.was_told for one in replaced)
    db.session.flush()
    return refund


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
