"""What happened to an order, from all books, by time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from shop.accounts.models import Person
from shop.catalogue.models import Product, Variant
from shop.db import db
from shop.fulfilment.models import OrderNote
from shop.fulfilment.staff_order_queries import Happening, timeline
from shop.ledger.models import MoneyEntry
from shop.mail.models import OutboxMail
from shop.orders.carriers import CARRIERS
from shop.orders.parcels import parcels_of
from shop.origin.models import Batch
from shop.payment.models import Attempt
from shop.stock.models import Level, Movement

Kind = Literal["step", "attempt", "money", "mail", "parcel", "note", "goods"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. What a kind does not have is empty."""

    at: datetime
    kind: Kind
    person: str = ""
    #: Of a step.
    happening: Happening | None = None
    #: Of money, goods and attempts: which; of a mail: sent, failed, waiting.
    what: str = ""
    #: Signed; of money.
    cents: int = 0
    #: Subject, text of a note, what is in a parcel, which goods.
    words: str = ""
    #: Of a parcel and an attempt.
    number: int = 0
    #: Of a mail that left.
    sent_at: datetime | None = None
    #: Why a mail did not leave; carrier and tracking number.
    detail: str = ""


def history_of(order_id: int) -> list[Entry]:
    """Oldest first; what happened at one moment in the order of its causes."""
    found = [
        *_attempts(order_id),
        *_money(order_id),
        *(Entry(one.happened_at, "step", one.person, one) for one in timeline(order_id)),
        *_goods(order_id),
        *_parcels(order_id),
        *_mails(order_id),
        *_notes(order_id),
    ]
    return sorted(found, key=lambda entry: entry.at)


def _attempts(order_id: int) -> Iterator[Entry]:
    rows = db.session.scalars(
        select(Attempt).where(Attempt.order_id == order_id).order_by(Attempt.number)
    )
    for row in rows:
        yield Entry(
            row.started_at, "attempt", what="begun", cents=row.amount_cents, number=row.number
        )
        if row.settled_at and row.state in ("failed", "expired", "mismatch"):
            yield Entry(row.settled_at, "attempt", what=row.state, number=row.number)


def _money(order_id: int) -> Iterator[Entry]:
    rows = db.session.scalars(
        select(MoneyEntry).where(MoneyEntry.order_id == order_id).order_by(MoneyEntry.id)
    )
    for row in rows:
        yield Entry(
            row.booked_at, "money", what=row.kind, cents=row.amount_cents, detail=row.stripe_id
        )


def _goods(order_id: int) -> Iterator[Entry]:
    rows = db.session.execute(
        select(Movement, Product.name, Variant.sku, Batch.code, Person.name.label("person"))
        .join(Level, Level.id == Movement.level_id)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .outerjoin(Person, Person.id == Movement.person_id)
        .where(Movement.order_id == order_id)
        .order_by(Movement.id)
    )
    for row in rows:
        moved: Movement = row.Movement
        yield Entry(
            moved.moved_at,
            "goods",
            row.person or "",
            what=moved.kind,
            words=f"{abs(moved.on_hand_change or moved.reserved_change)} × {row.name}, {row.sku}",
            detail=row.code or "",
        )


def _parcels(order_id: int) -> Iterator[Entry]:
    for one in parcels_of(order_id):
        yield Entry(
            one.sent_at,
            "parcel",
            one.person,
            words="; ".join(
                f"{bags.units} × {bags.words}" + (f" ({bags.lot})" if bags.lot else "")
                for bags in one.bags
            ),
            number=one.number,
            detail=f"{CARRIERS[one.carrier]} {one.tracking}".strip() if one.tracking else "",
        )


def _mails(order_id: int) -> Iterator[Entry]:
    rows = db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.about == order_id, OutboxMail.news.startswith("order-"))
        .order_by(OutboxMail.id)
    )
    for row in rows:
        what = "sent" if row.sent_at else "failed" if row.last_error else "waiting"
        yield Entry(
            row.queued_at,
            "mail",
            what=what,
            words=row.subject,
            sent_at=row.sent_at,
            detail=row.last_error,
        )


def _notes(order_id: int) -> Iterator[Entry]:
    rows = db.session.execute(
        select(OrderNote, Person.name)
        .outerjoin(Person, Person.id == OrderNote.person_id)
        .where(OrderNote.order_id == order_id)
        .order_by(OrderNote.id)
    )
    for note, person in rows:
        yield Entry(note.noted_at, "note", person or "", words=note.text)
