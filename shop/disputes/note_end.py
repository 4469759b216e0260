"""A bank has decided about a dispute."""

from shop.disputes.rules import ENDED_WELL
from shop.disputes.stop_parcel import stop_parcel
from shop.orders.alert_staff import alert_staff
from shop.orders.hold_order import hold_order
from shop.orders.move import add_event
from shop.orders.rules import Note, State
from shop.payment.provider import DisputeSeen


def note_end(order_id: int, seen: DisputeSeen) -> None:
    """The order's history says so. Lost, an order not yet gone waits for a decision and staff get a
    mail; of one that has left the customer owes the money. Won, staff get a mail if the sale has
    been undone: nobody has bought anything for this money. Does not commit.
    """
    if seen.status in ENDED_WELL:
        state = hold_order(order_id)
        add_event(order_id, state, Note.DISPUTE_WON, from_state=state)
        if state is State.REFUNDED:
            alert_staff(order_id, Note.DISPUTE_WON, seen.id)
    else:
        stop_parcel(order_id, Note.DISPUTE_LOST, seen.id)
