"""What nobody has to keep any more is forgotten, by the worker."""

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from shop.clock import BERLIN, now, today
from shop.customers.erase_orders import erase_orders
from shop.customers.models import Erasure
from shop.customers.rules import (
    CLAIM_YEARS,
    LETTER_YEARS,
    NOTICE_KEPT,
    UNPAID_KEPT,
    VOUCHER_YEARS,
)
from shop.db import db, rows_changed
from shop.mail.forget_mails import forget_mails
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.orders.rules import GIVEN_UP
from shop.returns.models import Withdrawal

_AT_ONCE = 500


def erase_what_ended() -> None:
    """Orders, mails and declarations whose time is over. Commits after each few hundred."""
    for ids in _due():
        erase_orders(ids)
        db.session.commit()
    forget_notices()
    _forget_letters()
    _forget_declarations()
    db.session.commit()


def forget_notices() -> None:
    """Mails that are no letters of a trade, after a month, also those that never left; the last
    one to a customer who wanted to be forgotten as soon as it left. Does not commit."""
    forget_mails(
        OutboxMail.news.not_like("order-%"),
        OutboxMail.dedupe_key.not_like("withdrawal-%"),
        or_(
            OutboxMail.queued_at < now() - NOTICE_KEPT,
            OutboxMail.dedupe_key.like("account-deleted:%") & OutboxMail.sent_at.is_not(None),
        ),
    )


def _forget_letters() -> None:
    forget_mails(OutboxMail.queued_at < _begin_of_year(LETTER_YEARS))


def _forget_declarations() -> None:
    rows_changed(
        update(Withdrawal)
        .where(Withdrawal.email != "", Withdrawal.received_at < _begin_of_year(LETTER_YEARS))
        .values(name="", contract="", goods="", email="")
    )


def _due() -> Iterator[list[int]]:
    """Orders that may have something to forget, a few hundred at a time; `erase_orders` decides."""
    wanted = and_(Erasure.wanted_at.is_not(None), Erasure.contact_erased_at.is_(None))
    yield from _found(Erasure.order_id, wanted)
    old = or_(
        and_(Order.state.in_(GIVEN_UP), Order.name != "", Order.placed_at < now() - UNPAID_KEPT),
        and_(Order.email != "", Order.placed_at < _begin_of_year(CLAIM_YEARS)),
        and_(Order.name != "", Order.placed_at < _begin_of_year(VOUCHER_YEARS)),
    )
    yield from _found(Order.id, old)


def _found(key: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> Iterator[list[int]]:
    last = 0
    while True:
        statement = select(key).where(condition, key > last).order_by(key).limit(_AT_ONCE)
        ids = list(db.session.scalars(statement))
        if not ids:
            return
        yield ids
        last = ids[-1]


def _begin_of_year(years: int) -> datetime:
    """What is older, is older than so many calendar years that followed its own."""
    return datetime.combine(date(today().year - years, 1, 1), time(), BERLIN)
