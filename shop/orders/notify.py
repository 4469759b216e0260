"""Tell a customer by mail what happened to the order."""

from dataclasses import dataclass
from typing import Literal

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from shop.config import settings
from shop.db import db
from shop.legal.current import OF_A_CONTRACT, LegalText
from shop.legal.models import KeptText
from shop.mail.queue import queue
from shop.orders.models import Line, Order, OrderText, PickupPlace
from shop.orders.queries import lines_with_vat

News = Literal["received", "confirmed", "pending", "payment_failed", "decision", "ready", "shipped"]


@dataclass(frozen=True)
class Letter:
    """What a mail about an order is written from."""

    order: Order
    lines: list[Line]
    #: (rate in basis points, net, VAT), lowest rate first.
    vat: list[tuple[int, int, int]]
    place: PickupPlace | None
    texts: list[LegalText]
    address: str


def notify(order_id: int, news: News) -> None:
    """Queues the mail with this news, once per order and news. Does not commit.

    `received` is the receipt of § 312i (1) Nr. 3 BGB, at once; `confirmed` is the confirmation of
    § 312f (2) BGB and carries the legal texts of this order in its body.
    """
    letter = _letter(order_id, with_texts=news == "confirmed")
    queue(
        dedupe_key=f"order-{news}:{order_id}",
        recipient=letter.order.email,
        subject=_subject(news, letter.order.number),
        text=_written(f"mail/order_{news}.txt", letter),
        html=_written(f"mail/order_{news}.html", letter),
    )


def _letter(order_id: int, *, with_texts: bool) -> Letter:
    order = db.session.get_one(Order, order_id)
    rows = lines_with_vat(order_id)
    vat: dict[int, tuple[int, int]] = {}
    for _line, part in rows:
        net, tax = vat.get(part.rate_bp, (0, 0))
        vat[part.rate_bp] = (net + part.net_cents, tax + part.vat_cents)
    return Letter(
        order=order,
        lines=list(dict.fromkeys(line for line, _part in rows)),
        vat=[(rate, *vat[rate]) for rate in sorted(vat)],
        place=db.session.get(PickupPlace, order.pickup_place_id) if order.pickup_place_id else None,
        texts=_texts(order_id) if with_texts else [],
        address=f"{settings().base_url}/bestellung/{order.token}",
    )


def _written(template: str, letter: Letter) -> str:
    # Not as a page: a mail knows no visitor and no request.
    return current_app.jinja_env.get_template(template).render(letter=letter)


def _texts(order_id: int) -> list[LegalText]:
    """The wordings valid when it was ordered, not those of today."""
    found = db.session.scalars(
        select(KeptText)
        .join(OrderText, OrderText.sha256 == KeptText.sha256)
        .where(OrderText.order_id == order_id, KeptText.name.in_(OF_A_CONTRACT))
    ).all()
    texts = [LegalText(x.name, x.version, x.title, x.text, x.sha256) for x in found]
    return sorted(texts, key=lambda text: OF_A_CONTRACT.index(text.name))


def _subject(news: News, number: str) -> str:
    subjects: dict[News, str] = {
        "received": _("Ihre Bestellung %(number)s ist eingegangen", number=number),
        "confirmed": _("Bestellung %(number)s: bezahlt und bestätigt", number=number),
        "pending": _("Bestellung %(number)s: Ihre Zahlung ist unterwegs", number=number),
        "payment_failed": _("Bestellung %(number)s: Zahlung nicht angekommen", number=number),
        "decision": _("Bestellung %(number)s: wir melden uns bei Ihnen", number=number),
        "ready": _("Bestellung %(number)s liegt zur Abholung bereit", number=number),
        "shipped": _("Bestellung %(number)s ist unterwegs", number=number),
    }
    return subjects[news]
