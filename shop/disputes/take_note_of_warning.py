"""An early fraud warning or a review, as the provider sees it now."""

from sqlalchemy import update

from shop.db import insert_missing, rows_changed
from shop.disputes.models import Warning
from shop.disputes.stop_parcel import stop_parcel
from shop.orders.hold_order import hold_order
from shop.orders.move import add_event
from shop.orders.rules import Note
from shop.payment.provider import WarningSeen
from shop.payment.queries import order_paid_by

_NOTES = {"fraud": Note.FRAUD_WARNING, "review": Note.UNDER_REVIEW}


def take_note_of_warning(seen: WarningSeen) -> bool:
    """Keeps it, and stops the parcel when its order first becomes known; the end of a review is in
    the order's history.

    May be repeated at will: once closed it stays closed. False if its payment is none of ours; then
    it is a task of its own. Does not commit.
    """
    order_id = order_paid_by(seen.payment_intent_id)
    if order_id is not None:
        hold_order(order_id)
    ends = _keep(seen)
    if order_id is None:
        return False
    if _ties_it_first(seen.id, order_id) and seen.is_open:
        stop_parcel(order_id, _NOTES[seen.kind], seen.id)
    elif ends:
        state = hold_order(order_id)
        add_event(order_id, state, Note.REVIEW_ENDED, from_state=state)
    return True


def _keep(seen: WarningSeen) -> bool:
    """Whether a review ends now."""
    row = {
        "id": seen.id,
        "kind": seen.kind,
        "payment_intent_id": seen.payment_intent_id or "",
        "is_open": seen.is_open,
        "warned_at": seen.created_at,
    }
    insert_missing(Warning, [row])
    # A fraud warning the provider calls settled may still be news to the staff.
    if seen.kind == "fraud" or seen.is_open:
        return False
    ending = update(Warning).where(Warning.id == seen.id, Warning.is_open)
    return rows_changed(ending.values(is_open=False)) == 1


def _ties_it_first(warning_id: str, order_id: int) -> bool:
    tied = update(Warning).where(Warning.id == warning_id, Warning.order_id.is_(None))
    return rows_changed(tied.values(order_id=order_id)) == 1
