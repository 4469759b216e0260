"""Tell a customer by mail what happened to the order."""

from typing import Literal

from flask_babel import gettext as _
from sqlalchemy import select

from shop.db import db
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
    "refunded",
]


def notify(order_id: int, news: News, detail: int | None = None) -> None:
    """Queues the mail with this news, once per order, news and detail. Does not commit.

    The worker writes it (`write_letter`), so that nobody who pays or is paid waits for the words.
    `detail` tells news apart of which an order can have several. `received` is the receipt of
    § 312i (1) Nr. 3 BGB, at once; `confirmed` is the confirmation of § 312f (2) BGB and carries the
    legal texts of this order in its body. `refunded` needs its refund as `detail`.
    """
    email, number = db.session.execute(
        select(Order.email, Order.number).where(Order.id == order_id)
    ).one()
    subject = _subject(news, number)
    queue_news(f"order-{news}", order_id, detail, recipient=email, subject=subject)


def _subject(news: News, number: str) -> str:
    subjects: dict[News, str] = {
        "received": _("Ihre Bestellung %(number)s ist eingegangen", number=number),
        "confirmed": _("Bestellung %(number)s: bezahlt und bestätigt", number=number),
        "pending": _("Bestellung %(number)s: Ihre Zahlung ist unterwegs", number=number),
        "payment_failed": _("Bestellung %(number)s: Zahlung nicht angekommen", number=number),
        "decision": _("Bestellung %(number)s: wir melden uns bei Ihnen", number=number),
        "ready": _("Bestellung %(number)s liegt zur Abholung bereit", number=number),
        "shipped": _("Bestellung %(number)s ist unterwegs", number=number),
        "refunded": _("Bestellung %(number)s: Sie bekommen Geld zurück", number=number),
    }
    return subjects[news]
