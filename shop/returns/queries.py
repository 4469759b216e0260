"""Withdrawals as their customers and the staff see them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, literal, select

from shop.clock import business_date
from shop.db import db
from shop.errors import NotThere
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.returns.models import Withdrawal
from shop.returns.open_withdrawals import is_open
from shop.returns.rules import money_back_by
from shop.web.numbers import small_number

PER_PAGE = 50

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One withdrawal in the staff's list."""

    withdrawal: Withdrawal
    order_number: str | None
    money_back_by: date
    mailed_at: datetime | None
    mail_failed: bool
    #: Neither money went back since, nor did anybody close it.
    is_open: bool


def withdrawal_by_token(token: str) -> Withdrawal:
    """Refuses with `NotThere`, whether the token is wrong or was never given out."""
    found = _where(Withdrawal.token == token) if _TOKEN.fullmatch(token) else None
    if found is None:
        raise NotThere
    return found


def withdrawal_numbered(number: str) -> Withdrawal:
    """Refuses with `NotThere`."""
    found = _where(Withdrawal.number == number)
    if found is None:
        raise NotThere
    return found


def withdrawal_of_key(key: str) -> Withdrawal | None:
    return _where(Withdrawal.key == key)


def is_key(text: str) -> bool:
    """Whether it looks like a key we gave out, so that nobody confirms under „1“."""
    return bool(_TOKEN.fullmatch(text))


def withdrawals(after: str = "") -> tuple[list[Listed], str]:
    """One page, newest first, and what the next page begins after (empty on the last one)."""
    statement = (
        select(Withdrawal, Order.number, OutboxMail.sent_at, OutboxMail.tries, is_open())
        .outerjoin(Order, Order.id == Withdrawal.order_id)
        .outerjoin(
            OutboxMail,
            OutboxMail.dedupe_key == literal("withdrawal-received:") + Withdrawal.number,
        )
        .order_by(Withdrawal.id.desc())
        .limit(PER_PAGE + 1)
    )
    last = small_number(after)
    if last is not None:
        statement = statement.where(Withdrawal.id < last)
    rows = db.session.execute(statement).all()
    found = [_listed(*row) for row in rows[:PER_PAGE]]
    return found, str(found[-1].withdrawal.id) if len(rows) > PER_PAGE else ""


def _where(condition: ColumnElement[bool]) -> Withdrawal | None:
    return db.session.scalars(select(Withdrawal).where(condition)).first()


def _listed(
    withdrawal: Withdrawal,
    order_number: str | None,
    sent_at: datetime | None,
    tries: int | None,
    is_open: bool,
) -> Listed:
    return Listed(
        withdrawal=withdrawal,
        order_number=order_number,
        money_back_by=money_back_by(business_date(withdrawal.received_at)),
        mailed_at=sent_at,
        mail_failed=bool(tries) and sent_at is None,
        is_open=is_open,
    )
