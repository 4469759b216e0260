"""The demo shop transfers what it owes to growers and projects."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import partial

from shop.clock import BERLIN, business_date, today
from shop.db import db
from shop.demo.story import Step
from shop.premium.queries import Account, accounts
from shop.premium.rules import Quarter, quarter_of
from shop.premium.transfer import transfer

_PAY_DAY = 20
#: The day the month after a quarter.
_PAY_MONTHS = (1, 4, 7, 10)


def pay_premiums(opening: datetime, until: datetime, staff_id: int) -> Iterator[Step]:
    """On the 20th after each quarter, what it left open; the last quarter that ended stays so."""
    first, last = business_date(opening), business_date(until)
    days = [
        day
        for year in range(first.year, last.year + 1)
        for month in _PAY_MONTHS
        if first < (day := date(year, month, _PAY_DAY))
    ]
    for day in days:
        next_one = _three_months_after(day)
        if next_one.replace(day=1) <= last:
            moment = datetime.combine(day, time(11), BERLIN).astimezone(UTC)
            yield Step(moment, partial(_pay, staff_id))


def _pay(staff_id: int) -> None:
    this_quarter = quarter_of(today().year, today().month)
    for account in accounts(db.session.connection()):
        quarter, cents = _left_open(account, this_quarter)
        if quarter and cents > 0:
            to = account.cooperatives[0][0] if account.cooperatives else "die Demo-Projektkasse"
            document = f"Demo-Überweisung für {quarter} an {to} (erfunden)"
            key = f"demo-{quarter}-{account.code or 'projekte'}"
            transfer(account.green_lot_id, cents, today(), document, key, staff_id)


def _left_open(account: Account, this_quarter: Quarter) -> tuple[Quarter | None, int]:
    ended = [balance for balance in account.balances if balance.quarter < this_quarter]
    return (ended[-1].quarter, ended[-1].closing_cents) if ended else (None, 0)


def _three_months_after(day: date) -> date:
    months = day.year * 12 + day.month - 1 + 3
    return day.replace(year=months // 12, month=months % 12 + 1)
