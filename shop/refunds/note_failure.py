"""A refund has failed: the customer has not got the money, and somebody must see to it."""

from shop.orders.alert_staff import alert_staff
from shop.orders.move import add_event
from shop.orders.rules import Note, State
from shop.refunds.models import Refund


def note_failure(refund: Refund, state: State) -> None:
    """The history of its order, in `state`, says so, and staff get a mail. Does not commit."""
    add_event(refund.order_id, state, Note.REFUND_FAILED, from_state=state)
    alert_staff(refund.order_id, Note.REFUND_FAILED, str(refund.id))
