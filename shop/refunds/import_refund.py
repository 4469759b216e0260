"""Take over a refund that somebody made in the provider's dashboard."""

from sqlalchemy import func, select, update

from shop.db import db, rows_changed
from shop.orders.move import add_event, move
from shop.orders.notify import notify
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
    whose money nothing is left ends here. The customer is told. Does not commit.
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
    notify(attempt.order_id, "refunded", refund.id)
    return refund.id


def _make_room(attempt: Attempt, cents: int) -> Refund | None:
    """Failed refunds that this one must have taken the place of; the one it equals, if any."""
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
        return None
    equal = next((refund for refund in owed if refund.amount_cents == cents), None)
    if equal:
        return equal
    for refund in owed:
        if cents > free:
            replace_refund(refund)
            free += refund.amount_cents
    return None


def _of_goods(attempt: Attempt, seen: RefundSeen, replaced: Refund | None) -> Refund:
    if replaced:
        refund = _written(attempt, seen, replace_refund(replaced))
        refund.goods_known = replaced.goods_known
    else:
        left = lines_left(attempt.order_id)
        cents = shared_over(seen.amount_cents, [line.gross_cents for line in left])
        parts = [Part(line.line_id, 0, c) for line, c in zip(left, cents, strict=True) if c]
        refund = _written(attempt, seen, parts)
        refund.goods_known = not any(line.units for line in left)
    db.session.flush()
    return refund


def _written(attempt: Attempt, seen: RefundSeen, parts: list[Part]) -> Refund:
    why = Reason.ELSEWHERE
    return write_refund(attempt, seen.amount_cents, parts, why, "dashboard", stripe_id=seen.id)


def _note(attempt: Attempt, state: State) -> None:
    order_id, note = attempt.order_id, Note.REFUNDED_ELSEWHERE
    is_sold = attempt.purpose == "sale"
    if is_sold:
        ends = state in before(State.REFUNDED) and not _goods_money_left(order_id)
    else:
        ends = state is State.NEEDS_DECISION and not _unsold_money_left(order_id)
    if not ends:
        add_event(order_id, state, note, from_state=state)
        return
    move(order_id, State.REFUNDED, note)
    release(order_id)


def _goods_money_left(order_id: int) -> bool:
    return any(line.gross_cents for line in lines_left(order_id))


def _unsold_money_left(order_id: int) -> bool:
    """Also where the order was sold: then it is its sale that is to be decided about."""
    left = Attempt.received_cents - Attempt.refunded_cents
    return bool(
        db.session.scalar(
            select(func.sum(left)).where(Attempt.order_id == order_id, Attempt.state != "lost")
        )
    ) or bool(
        db.session.scalar(
            select(Attempt.id).where(Attempt.order_id == order_id, Attempt.purpose == "sale")
        )
    )
