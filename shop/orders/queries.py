"""Orders as their customers see them, and where they can be collected."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from shop.db import db
from shop.errors import NotThere
from shop.legal.models import KeptText
from shop.money.vat import Vat
from shop.orders.line_origin import LineOrigin, Lot, blocked_among, origin_of_lines
from shop.orders.models import Line, LineVat, Order, OrderEvent, OrderText, PickupPlace
from shop.orders.parcels import SentParcel, parcels_of
from shop.orders.rules import State
from shop.payment.models import Attempt

AnyRow = Row[*tuple[Any, ...]]

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass(frozen=True, slots=True)
class FoundOrder:
    id: int
    token: str
    state: State


@dataclass(frozen=True, slots=True)
class OrderView:
    """All that the order page shows: only what was copied when it was ordered."""

    order: AnyRow
    state: State
    lines: Sequence[AnyRow]
    #: Line id → from which batches; not every line comes from one.
    origins: dict[int, LineOrigin]
    vat: tuple[Vat, ...]
    texts: Sequence[AnyRow]
    #: When it first got into each state that it is in, or went on from.
    since: dict[State, datetime]
    #: Until when the goods are held while nobody has paid.
    pay_until: datetime | None
    #: Those that have left, oldest first.
    parcels: list[SentParcel]

    @property
    def is_forgotten(self) -> bool:
        """Who ordered it was erased as far as the law allows; what is kept for the books is shown
        to nobody who only holds the address (Art. 17 and 18 GDPR)."""
        return bool(self.order.email == "")

    @property
    def blocked(self) -> tuple[Lot, ...]:
        """What the customer must not drink, or will not get as it is."""
        return blocked_among(self.origins.values())


def order_by_token(token: str) -> FoundOrder:
    """Refuses with `NotThere`, whether the token is wrong or was never given out."""
    # PostgreSQL refuses a NUL in any text: only what can be a token is asked for.
    found = _found(Order.token == token) if _TOKEN.fullmatch(token) else None
    if found is None:
        raise NotThere
    return found


def order_of_draft(draft_key: str) -> FoundOrder | None:
    return _found(Order.draft_key == draft_key)


def order_view(token: str) -> OrderView:
    """Refuses with `NotThere`. Nine queries at most, however many lines and parcels.

    One more finds out what may be said of the coffee, where the records changed since it was asked.
    """
    order = _one(token) if _TOKEN.fullmatch(token) else None
    if order is None:
        raise NotThere
    return OrderView(
        order=order,
        state=State(order.state),
        lines=_lines(order.id),
        origins=origin_of_lines(order.id),
        vat=_vat(order.id),
        texts=_texts(order.id),
        since=_since(order.id),
        pay_until=_pay_until(order.id) if order.state == State.AWAITING_PAYMENT else None,
        parcels=parcels_of(order.id) if order.paid_at and order.delivery == "shipping" else [],
    )


def open_places() -> Sequence[AnyRow]:
    """The places where one can collect an order, in the order they are offered."""
    return db.session.execute(_OPEN_PLACES).all()


def units_of(order_id: int) -> dict[int, int]:
    """Variant id → units that were ordered."""
    statement = select(Line.variant_id, Line.quantity).where(
        Line.order_id == order_id, Line.variant_id.is_not(None)
    )
    rows = db.session.execute(statement.order_by(Line.position))
    return {variant_id: units for variant_id, units in rows if variant_id is not None}


def _found(condition: ColumnElement[bool]) -> FoundOrder | None:
    row = db.session.execute(select(Order.id, Order.token, Order.state).where(condition)).first()
    return FoundOrder(row.id, row.token, State(row.state)) if row else None


def _one(token: str) -> AnyRow | None:
    place = (PickupPlace.hours, PickupPlace.instructions)
    statement = select(*Order.__table__.columns, *place).outerjoin(
        PickupPlace, PickupPlace.id == Order.pickup_place_id
    )
    return db.session.execute(statement.where(Order.token == token)).first()


def _lines(order_id: int) -> Sequence[AnyRow]:
    statement = select(*Line.__table__.columns).where(Line.order_id == order_id)
    return db.session.execute(statement.order_by(Line.position)).all()


def _vat(order_id: int) -> tuple[Vat, ...]:
    rows = db.session.execute(
        select(LineVat.rate_bp, func.sum(LineVat.net_cents), func.sum(LineVat.vat_cents))
        .join(Line, Line.id == LineVat.line_id)
        .where(Line.order_id == order_id)
        .group_by(LineVat.rate_bp)
        .order_by(LineVat.rate_bp)
    )
    return tuple(Vat(rate, int(net + vat), int(net), int(vat)) for rate, net, vat in rows)


def _texts(order_id: int) -> Sequence[AnyRow]:
    statement = select(OrderText.name, OrderText.sha256, KeptText.title).join(
        KeptText, KeptText.sha256 == OrderText.sha256
    )
    return db.session.execute(
        statement.where(OrderText.order_id == order_id).order_by(KeptText.title)
    ).all()


def _since(order_id: int) -> dict[State, datetime]:
    statement = select(OrderEvent.to_state, OrderEvent.happened_at).where(
        OrderEvent.order_id == order_id
    )
    since: dict[State, datetime] = {}
    for to_state, happened_at in db.session.execute(statement.order_by(OrderEvent.id)):
        state = State(to_state)
        if state in since:
            # Back where it was: what came after did not happen, like a parcel not packed after all.
            passed = list(since)
            since = {one: since[one] for one in passed[: passed.index(state) + 1]}
        else:
            since[state] = happened_at
    return since


def _pay_until(order_id: int) -> datetime | None:
    return db.session.scalar(
        select(Attempt.expires_at).where(Attempt.order_id == order_id, Attempt.state == "open")
    )


_OPEN_PLACES = (
    select(*PickupPlace.__table__.columns)
    .where(PickupPlace.open.is_(True))
    .order_by(PickupPlace.position, PickupPlace.id)
)


def lines_with_vat(order_id: int) -> Sequence[Row[Line, LineVat]]:
    """Each line beside each of its VAT parts, in the order of the order, lowest rate first."""
    return db.session.execute(
        select(Line, LineVat)
        .join(LineVat, LineVat.line_id == Line.id)
        .where(Line.order_id == order_id)
        .order_by(Line.position, LineVat.rate_bp)
    ).all()
