"""Tell a customer by mail what happened to the order."""

from typing import Literal

from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from shop.db import execute
from shop.mail.queue_news import queue_news
from shop.orders.models import Order

News = Literal[
    "received",
    "confirmed",
    "pending",
    "payment_failed",
    "decision",
    "ready",
    "shipped",
    "part_shipped",
    "tracked",
    "refunded",
    "cancelled",
    "recalled",
]


def notify(order_id: int, news: News, detail: int | None = None) -> None:
    """Queues the mail with this news, once per order, news and detail. Does not commit.

    The worker writes it (`write_letter`), so that nobody who pays or is paid waits for the words.
    `detail` tells news apart of which an order can have several. `received` is the receipt of
    § 312i (1) Nr. 3 BGB, at once; `confirmed` is the confirmation of § 312f (2) BGB and carries the
    legal texts of this order in its body. `refunded` needs its refund as `detail`, `recalled` its
    batch, `part_shipped` its parcel, `tracked` and a second `ready` tell by it how often.
    """
    email, number = execute(_ADDRESSEE, {"order_id": order_id}).one()
    subject = _subject(news, number)
    queue_news(f"order-{news}", order_id, detail, recipient=email, subject=subject)


def _subject(news: News, number: str) -> str:
    subject: str
    match news:
        case "received":
            subject = _("Ihre Bestellung %(number)s ist eingegangen", number=number)
        case "confirmed":
            subject = _("Bestellung %(number)s: bezahlt und bestätigt", number=number)
        case "pending":
            subject = _("Bestellung %(number)s: Ihre Zahlung ist unterwegs", number=number)
        case "payment_failed":
            subject = _("Bestellung %(number)s: Zahlung nicht angekommen", number=number)
        case "decision":
            subject = _("Bestellung %(number)s: wir melden uns bei Ihnen", number=number)
        case "ready":
            subject = _("Bestellung %(number)s liegt zur Abholung bereit", number=number)
        case "shipped":
            subject = _("Bestellung %(number)s ist unterwegs", number=number)
        case "part_shipped":
            subject = _("Teil Ihrer Bestellung %(number)s ist unterwegs", number=number)
        case "tracked":
            subject = _("Bestellung %(number)s: Ihre Sendungsnummer", number=number)
        case "cancelled":
            subject = _("Bestellung %(number)s ist aufgehoben", number=number)
        case "recalled":
            subject = _("Bestellung %(number)s: Rückruf eines Kaffees", number=number)
        case "refunded":
            subject = _("Bestellung %(number)s: Sie bekommen Geld zurück", number=number)
    return subject


_ADDRESSEE = select(Order.email, Order.number).where(Order.id == bindparam("order_id"))
