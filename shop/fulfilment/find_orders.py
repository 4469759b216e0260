"""Find orders by number, name, mail address, pickup code, batch or tracking number."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from shop.db import db
from shop.fulfilment.numbers import Said, number_said
from shop.orders.carriers import tracking_kept
from shop.orders.models import Order, OrderWord
from shop.orders.parcel_models import Parcel
from shop.orders.rules import CODE_LENGTH, code_typed
from shop.orders.words import Span, spans
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation

PER_PAGE = 50
#: If more orders have the rarest word, they are asked one by one, from the newest on.
MANY = 50_000
#: A further word that more orders have is asked of each order found, not read as a whole;
VERY_MANY = 200_000
#: and so is one that so many times as many orders have as the rarest: a page is full before.
MUCH_MORE = 4
#: The beginning of a tracking number, from so many signs on.
_TRACKING_LENGTH = 5
_LAST_ID = 2_147_483_647
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of one page, newest first."""

    ids: tuple[int, ...]
    #: Where the next page goes on; 0 on the last one.
    after: int


def find_orders(text: str, after: int = 0) -> Found:
    """One page of the orders a search finds; `after` is what the page before gave.

    The whole number of an order, or its pickup code, finds this order alone. At most nine queries,
    each of which ends with its page.
    """
    said = number_said(text)
    if alone := _exactly(text, said):
        return Found((alone,), 0)
    before = after or _LAST_ID
    ids = {*_numbered(said, before), *_of_code(text, before), *_of_words(spans(text), before)}
    newest = sorted(ids, reverse=True)
    is_more = len(newest) > PER_PAGE
    return Found(tuple(newest[:PER_PAGE]), newest[PER_PAGE - 1] if is_more else 0)


def _exactly(text: str, said: Said | None) -> int | None:
    if said:
        number = db.session.scalar(select(Order.number).where(Order.id == said.id))
        return said.id if number and said.may_be(number) else None
    code = code_typed(text)
    if len(code) != CODE_LENGTH:
        return None
    found = db.session.scalars(select(Order.id).where(Order.pickup_code == code).limit(2)).all()
    return found[0] if len(found) == 1 else None


def _numbered(said: Said | None, before: int) -> list[int]:
    """Of the ranges the larger ids first, until a page is full."""
    found: list[int] = []
    for low, high in said.ranges() if said else ():
        statement = select(Order.id).where(Order.id >= low, Order.id < min(high, before))
        if said and said.year:
            statement = statement.where(Order.number.startswith(f"SK-{said.year}-"))
        missing = PER_PAGE + 1 - len(found)
        found += db.session.scalars(statement.order_by(Order.id.desc()).limit(missing))
        if len(found) > PER_PAGE:
            break
    return found


def _of_code(text: str, before: int) -> list[int]:
    """Pickup code, batch, or the beginning of a tracking number: what has digits in it."""
    typed = tracking_kept(text)
    if not any(sign.isdigit() for sign in typed) or len(typed) > 60:
        return []
    values = {"code": code_typed(text)[:8], "batch": typed[:40], "before": before}
    found = [*db.session.scalars(_BY_PICKUP_CODE, values), *db.session.scalars(_BY_BATCH, values)]
    if len(typed) >= _TRACKING_LENGTH:
        ends = {"low": typed, "high": typed + _LAST_CHARACTER, "before": before}
        found += db.session.scalars(_BY_TRACKING, ends)
    return found


def _of_words(asked: list[Span], before: int) -> list[int]:
    if not asked:
        return []
    counted = db.session.execute(_how_often(len(asked)), _ends(asked)).all()
    counts = {row.at: row.orders for row in counted}
    rarest, *others = sorted(range(len(asked)), key=lambda at: (counts[at], at))
    if not counts[rarest]:
        return []
    values = _ends([asked[rarest], *(asked[at] for at in others)]) | {"before": before}
    if counts[rarest] > MANY:
        return list(db.session.scalars(_from_the_newest(len(asked)), values))
    most = min(VERY_MANY, MUCH_MORE * counts[rarest])
    read = tuple(counts[at] <= most for at in others)
    return list(db.session.scalars(_from_the_rarest(read), values))


def _ends(asked: list[Span]) -> dict[str, str]:
    ends: dict[str, str] = {}
    for at, span in enumerate(asked):
        ends |= {f"low_{at}": span.low, f"high_{at}": span.high}
    return ends


def _spanned(at: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        OrderWord.word >= bindparam(f"low_{at}", type_=String),
        OrderWord.word < bindparam(f"high_{at}", type_=String),
    )


@cache
def _how_often(words: int) -> Select[int, int]:
    """How many orders have each word, counted no further than to the first that are many."""
    counted = [
        select(literal(at).label("at"), func.count().label("orders")).select_from(
            select(OrderWord.order_id).where(*_spanned(at)).limit(VERY_MANY + 1).subquery()
        )
        for at in range(words)
    ]
    both = union_all(*counted).subquery()
    return select(both.c.at, both.c.orders)


@cache
def _from_the_rarest(read: tuple[bool, ...]) -> Select[int]:
    """All orders with the rarest word and the others that are `read`, newest first; these are
    asked for the rest until a page is full."""
    hits = _hits(0)
    both = (
        select(hits.c.order_id)
        .distinct()
        .where(
            hits.c.order_id < bindparam("before"),
            *(
                hits.c.order_id.in_(select(_hits(at).c.order_id))
                for at, whole in enumerate(read, 1)
                if whole
            ),
        )
        .order_by(hits.c.order_id.desc())
    )
    asked = [at for at, whole in enumerate(read, 1) if not whole]
    if not asked:
        return both.limit(PER_PAGE + 1)
    # The OFFSET keeps them sorted before they are asked.
    sorted_ = both.offset(0).subquery()
    return (
        select(sorted_.c.order_id)
        .where(*(_has(at, sorted_.c.order_id) for at in asked))
        .limit(PER_PAGE + 1)
    )


def _hits(at: int) -> CTE:
    # Materialized: or the order of the ids would be taken for a way to the word.
    return (
        select(OrderWord.order_id)
        .where(*_spanned(at))
        .cte(f"hits_{at}")
        .prefix_with("materialized", dialect="postgresql")
    )


@cache
def _from_the_newest(words: int) -> Select[int]:
    """Every order is asked, the newest first: where many have these words, a few thousand."""
    return (
        select(Order.id)
        .where(
            Order.id < bindparam("before"),
            *(_has(at, Order.id) for at in range(words)),
        )
        .order_by(Order.id.desc())
        .limit(PER_PAGE + 1)
    )


def _has(at: int, order_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    # With its LIMIT it stays a question about one order, answered by the key of the table.
    one = select(literal(1)).where(OrderWord.order_id == order_id, *_spanned(at))
    return one.correlate_except(OrderWord).limit(1).scalar_subquery().is_not(None)


def _newest(statement: Select[int]) -> Select[int]:
    return statement.order_by(Order.id.desc()).limit(PER_PAGE + 1)


_BY_PICKUP_CODE = _newest(
    select(Order.id).where(
        Order.pickup_code == bindparam("code"),
        Order.pickup_code != "",
        Order.id < bindparam("before"),
    )
)
_of_batch = (
    select(Reservation.order_id)
    .join(Level, Level.id == Reservation.level_id)
    .join(Batch, Batch.id == Level.batch_id)
    .where(Batch.code == bindparam("batch"), Reservation.state != "released")
)
_BY_BATCH = _newest(select(Order.id).where(Order.id.in_(_of_batch), Order.id < bindparam("before")))
_of_tracking = select(Parcel.order_id).where(
    Parcel.tracking >= bindparam("low", type_=String),
    Parcel.tracking < bindparam("high", type_=String),
)
_BY_TRACKING = _newest(
    select(Order.id).where(Order.id.in_(_of_tracking), Order.id < bindparam("before"))
)
