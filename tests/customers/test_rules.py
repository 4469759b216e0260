"""How long an order names somebody: as long as the law wants, and not a day longer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.clock import BERLIN, business_date
from shop.customers.rules import DONE_AFTER, UNPAID_KEPT, Kept, end_of_year, kept

LAST = datetime(2026, 3, 1, 12, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC))


def at(moment: datetime, *, last: datetime = LAST, paid: bool = True, **how: bool) -> Kept:
    return kept(
        paid=paid,
        finished=how.get("finished", True),
        wanted=how.get("wanted", False),
        last_step=last,
        day=business_date(last),
        today=business_date(moment),
        moment=moment,
    )


def berlin(day: date) -> datetime:
    return datetime.combine(day, time(), BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "wanted", "expected"),
    [
        (date(2026, 3, 30), False, Kept.EVERYTHING),
        (date(2026, 3, 30), True, Kept.REACHABLE),
        (date(2026, 4, 1), True, Kept.VOUCHER),
        (date(2029, 12, 31), False, Kept.EVERYTHING),
        (date(2030, 1, 1), False, Kept.VOUCHER),
        (date(2034, 12, 31), True, Kept.VOUCHER),
        (date(2035, 1, 1), True, Kept.NOTHING),
        (date(2035, 1, 1), False, Kept.NOTHING),
    ],
)
def test_vouchers_end_with_the_eighth_year_and_contact_with_the_third(
    day: date, wanted: bool, expected: Kept
) -> None:
    assert at(berlin(day), wanted=wanted) is expected


def test_the_year_is_that_of_berlin() -> None:
    # Half past midnight on New Year's Day in Berlin, still last year in UTC.
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert at(berlin(date(2034, 12, 31)), last=new_year) is Kept.VOUCHER
    assert at(berlin(date(2035, 1, 1)), last=new_year) is Kept.NOTHING


def test_what_nobody_paid_goes_after_a_while_or_when_it_is_wanted() -> None:
    assert at(LAST + UNPAID_KEPT - timedelta(1), paid=False) is Kept.EVERYTHING
    assert at(LAST + UNPAID_KEPT, paid=False) is Kept.NOTHING
    assert at(LAST, paid=False, wanted=True) is Kept.NOTHING


@given(moments, moments, st.booleans(), st.booleans())
def test_an_open_contract_is_never_forgotten(
    last: datetime, later: datetime, paid: bool, wanted: bool
) -> None:
    found = at(max(last, later), last=last, paid=paid, wanted=wanted, finished=False)
    assert found is Kept.EVERYTHING


@given(moments, moments, moments, st.booleans(), st.booleans())
def test_what_was_forgotten_never_comes_back(
    last: datetime, one: datetime, other: datetime, paid: bool, wanted: bool
) -> None:
    earlier, later = sorted((max(one, last), max(other, last)))
    before = at(earlier, last=last, paid=paid, wanted=wanted)
    assert at(later, last=last, paid=paid, wanted=wanted) <= before
    assert at(earlier, last=last, paid=paid, wanted=True) <= before


@given(moments, moments)
def test_a_voucher_is_never_given_up_too_early(last: datetime, moment: datetime) -> None:
    moment = max(last, moment)
    if business_date(moment) <= end_of_year(business_date(last), 8):
        assert at(moment, last=last, wanted=True) >= Kept.VOUCHER
    if moment < last + DONE_AFTER and moment < berlin(date(last.year + 3, 1, 1)):
        assert at(moment, last=last, wanted=True) >= Kept.REACHABLE
