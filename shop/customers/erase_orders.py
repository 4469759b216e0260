"""Empty what names somebody in orders, as far as nobody has to keep it."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from shop.clock import now
from shop.customers.models import Erasure
from shop.customers.rules import Kept
from shop.customers.stands import stands_of
from shop.db import db, insert_missing, rows_changed
from shop.fulfilment.models import OrderNote
from shop.mail.forget_mails import forget_mails
from shop.mail.models import OutboxMail
from shop.orders.models import Order, OrderWord
from shop.orders.parcel_models import Parcel
from shop.payment.models import Attempt

#: Parameters of a payment that repeat what the order says of its customer.
_PERSONAL = ("customer_email", "payment_intent_data")
_NAMES = (
    *("name", "extra", "street", "postcode", "city"),
    *("billing_name", "billing_street", "billing_postcode", "billing_city"),
)


def erase_orders(order_ids: Sequence[int]) -> None:
    """Each of these orders forgets what it may, and keeps what it must; again changes nothing.

    The figures, the books and the history stay as they are: they name nobody. Does not commit.
    """
    of: dict[Kept, list[int]] = {}
    for stand in stands_of(order_ids, to_change=True):
        of.setdefault(stand.kept(), []).append(stand.id)
    gone = of.get(Kept.NOTHING, [])
    out_of_reach = [*of.get(Kept.VOUCHER, []), *gone]
    _forget_extras([*of.get(Kept.REACHABLE, []), *out_of_reach])
    _forget_contact(out_of_reach)
    _forget_names(gone)


def _forget_extras(ids: list[int]) -> None:
    rows_changed(update(Order).where(Order.id.in_(ids)).values(phone="", greeting=""))
    rows_changed(delete(OrderNote).where(OrderNote.order_id.in_(ids)))
    rows_changed(delete(OrderWord).where(OrderWord.order_id.in_(ids)))


def _forget_contact(ids: list[int]) -> None:
    rows_changed(update(Order).where(Order.id.in_(ids)).values(email=""))
    attempts = select(Attempt.id, Attempt.parameters).where(Attempt.order_id.in_(ids))
    for attempt in db.session.execute(attempts.order_by(Attempt.id)).all():
        left = {key: one for key, one in attempt.parameters.items() if key not in _PERSONAL}
        if left != attempt.parameters:
            rows_changed(update(Attempt).where(Attempt.id == attempt.id).values(parameters=left))
    _note(ids, "contact_erased_at")


def _forget_names(ids: list[int]) -> None:
    # Until now it stayed in the list of a customer who kept the account.
    emptied: dict[str, str | None] = {**dict.fromkeys(_NAMES, ""), "customer_id": None}
    rows_changed(update(Order).where(Order.id.in_(ids)).values(emptied))
    rows_changed(update(Parcel).where(Parcel.order_id.in_(ids)).values(tracking=""))
    forget_mails(OutboxMail.news.startswith("order-"), OutboxMail.about.in_(ids))
    _note(ids, "erased_at")


def _note(ids: list[int], what: str) -> None:
    if not ids:
        return
    insert_missing(Erasure, [{"order_id": order_id} for order_id in ids])
    column = Erasure.__table__.columns[what]
    rows_changed(
        update(Erasure).where(Erasure.order_id.in_(ids), column.is_(None)).values({what: now()})
    )
