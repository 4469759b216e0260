"""An early fraud warning or a review, as the provider sees it now."""

from sqlalchemy import update

from shop.db import insert_missing, rows_changed
from shop.disputes.models import Warning
from shop.disputes.stop_parcel import stop_parcel
from shop.orders.rules import Note
from shop.payment.provider import WarningSeen
from shop.payment.queries import order_paid_by

_NOTES = {"fraud": Note.FRAUD_WARNING, "review": Note.UNDER_REVIEW}


def take_note_of_warning(seen: WarningSeen) -> bool:
    """Keeps it, and stops the parcel when its order first becomes known.

    May be repeated at will: once closed it stays closed. False if its payment is none of ours; then
    it is a task of its own. Does not commit.
    """
    order_id = order_paid_by(seen.payment_intent_id)
    _keep(seen)
    if order_id is None:
        return False
    if _ties_it_first(seen.id, order_id) and seen.is_open:
        stop_parcel(order_id, _NOTES[seen.kind], seen.id)
    return True


def _keep(seen: WarningSeen) -> None:
    row = {
        "id": seen.id,
        "kind": seen.kind,
        "payment_intent_id": seen.payment_intent_id or "",
        "is_open": seen.is_open,
        "warned_at": seen.created_at,
    }
    insert_missing(Warning, [row])
    # A fraud warning the provider calls settled may still be news to the staff.
    if seen.kind == "review" and not seen.is_open:
        rows_changed(update(Warning).where(Warning.id == seen.id).values(is_open=False))


def _ties_it_first(warning_id: str, order_id: int) -> bool:
    tied = update(Warning).where(Warning.id == warning_id, Warning.order_id.is_(None))
    return rows_changed(tied.values(order_id=order_id)) == 1
