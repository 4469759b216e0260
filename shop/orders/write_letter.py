"""Write the mail that tells a customer what happened to the order."""

from dataclasses import dataclass
from functools import partial
from typing import get_args

from flask import current_app
from sqlalchemy import select

from shop.config import settings
from shop.db import db
from shop.legal.current import OF_A_CONTRACT, LegalText
from shop.legal.models import KeptText
from shop.mail.words import Words, Writer
from shop.orders.line_origin import LineOrigin, origin_of_lines
from shop.orders.models import Line, Order, OrderText, PickupPlace
from shop.orders.notify import News
from shop.orders.parcels import SentParcel, parcels_of, still_here, summed
from shop.orders.queries import lines_with_vat


@dataclass(frozen=True)
class Letter:
    """What a mail about an order is written from."""

    order: Order
    lines: list[Line]
    #: Line id → from which batches; empty until it is paid.
    origins: dict[int, LineOrigin]
    #: (rate in basis points, net, VAT), lowest rate first.
    vat: list[tuple[int, int, int]]
    place: PickupPlace | None
    texts: list[LegalText]
    address: str
    #: Those that have left, oldest first.
    parcels: list[SentParcel]


def write_letter(news: News, order_id: int, **more: object) -> Words:
    """The templates `mail/order_<news>` for this order; they find `more` beside `letter`.

    Only reads.
    """
    known = more | {"letter": _letter(order_id, with_texts=news == "confirmed")}
    return Words(
        _filled(f"mail/order_{news}.txt", known), _filled(f"mail/order_{news}.html", known)
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
        origins=_sold(order_id) if order.paid_at else {},
        vat=[(rate, *vat[rate]) for rate in sorted(vat)],
        place=db.session.get(PickupPlace, order.pickup_place_id) if order.pickup_place_id else None,
        texts=_texts(order_id) if with_texts else [],
        address=f"{settings().base_url}/bestellung/{order.token}",
        parcels=parcels_of(order_id) if order.paid_at else [],
    )


def _sold(order_id: int) -> dict[int, LineOrigin]:
    found = origin_of_lines(order_id)
    return {line_id: origin for line_id, origin in found.items() if origin.is_sold}


def _texts(order_id: int) -> list[LegalText]:
    """The wordings valid when it was ordered, not those of today."""
    found = db.session.scalars(
        select(KeptText)
        .join(OrderText, OrderText.sha256 == KeptText.sha256)
        .where(OrderText.order_id == order_id, KeptText.name.in_(OF_A_CONTRACT))
    ).all()
    texts = [LegalText(x.name, x.version, x.title, x.text, x.sha256) for x in found]
    return sorted(texts, key=lambda text: OF_A_CONTRACT.index(text.name))


def _filled(template: str, known: dict[str, object]) -> str:
    # Not as a page: a mail knows no visitor and no request.
    return current_app.jinja_env.get_template(template).render(known)


def _plain(news: News, order_id: int, _detail: int | None) -> Words:
    return write_letter(news, order_id)


def _part_shipped(order_id: int, parcel_id: int | None) -> Words:
    """What is in this parcel, and what follows."""
    parcel = next(one for one in parcels_of(order_id) if one.id == parcel_id)
    return write_letter(
        "part_shipped",
        order_id,
        parcel=parcel,
        inside=summed(parcel.bags),
        to_come=summed(still_here(order_id)),
    )


#: Writes the news about orders that need no more than the order.
WRITERS: dict[str, Writer] = {
    f"order-{news}": partial(_plain, news)
    for news in get_args(News)
    if news not in ("refunded", "recalled", "part_shipped")
} | {"order-part_shipped": _part_shipped}
