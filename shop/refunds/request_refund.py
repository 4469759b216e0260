"""Give back part of a sale, or all of it."""

from sqlalchemy import select

from shop.db import db
from shop.fulfilment.send_parcel import end_sending, has_sent, units_here
from shop.orders.hold_order import hold_order
from shop.orders.move import add_event, move
from shop.orders.rules import STILL_HERE, Note, State, before
from shop.payment.models import Attempt
from shop.refunds.claim_money import claim_money
from shop.refunds.left import lines_left
from shop.refunds.models import Refund
from shop.refunds.rules import NothingLeft, Reason, Wanted, parts_of
from shop.refunds.take_goods import take_goods
from shop.refunds.write_refund import write_refund


def request_refund(order_id: int, wanted: Wanted, reason: Reason, person_id: int | None) -> int:
    """The id of a refund that is to be sent: its money is claimed, its goods are booked.

    An order that has not left and of which no money or no unit is left ends here: nothing is
    packed. The customer is told once the provider has accepted it. Raises `NothingLeft` for an
    order that was not sold or a wish that comes to nothing, `TooMuch` for more than is left. Does
    not commit.
    """
    state = hold_order(order_id)
    attempt = _sale(order_id)
    parts = parts_of(wanted, lines_left(order_id))
    amount = sum(part.gross_cents for part in parts)
    claim_money(attempt.id, amount)
    refund = write_refund(attempt, amount, parts, reason, "staff", person_id)
    take_goods(order_id, parts, person_id)
    _note(refund, state)
    return refund.id


def _sale(order_id: int) -> Attempt:
    found = db.session.scalar(
        select(Attempt)
        .where(Attempt.order_id == order_id, Attempt.purpose == "sale")
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NothingLeft
    return found


def _note(refund: Refund, state: State) -> None:
    left = lines_left(refund.order_id)
    all_money = not any(line.gross_cents for line in left)
    all_units = not any(line.units for line in left)
    if state in STILL_HERE and has_sent(refund.order_id) and not units_here(refund.order_id):
        # A part is with the customer, and the rest is wanted no more: there is nothing to send.
        note = Note.REFUNDED if all_money else Note.PARTLY_REFUNDED
        add_event(refund.order_id, state, note, refund.person_id, from_state=state)
        end_sending(refund.order_id, state, refund.person_id, tell=False)
    elif state in before(State.REFUNDED) and (all_money or all_units):
        # Nobody was asked about the goods of a price lowered to nothing: they are here, but where?
        refund.goods_known = all_units
        db.session.flush()
        move(refund.order_id, State.REFUNDED, Note.REFUNDED, refund.person_id)
    else:
        note = Note.REFUNDED if all_money else Note.PARTLY_REFUNDED
        add_event(refund.order_id, state, note, refund.person_id, from_state=state)
