"""A dispute goes forward only, and its due date counts while something is asked of us."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.disputes.rules import CLOSED, awaits_us, days_left, no_way_back_from

STATUSES = [
    "warning_needs_response",
    "warning_under_review",
    "needs_response",
    "under_review",
    "appeal_needs_response",
    "appeal_under_review",
    *sorted(CLOSED),
]
some_status = st.sampled_from([*STATUSES, "a_word_of_next_year"])


@given(some_status, some_status)
def test_of_two_statuses_at_most_one_follows_the_other(one: str, other: str) -> None:
    follows = other not in no_way_back_from(one)
    leads = one not in no_way_back_from(other)
    if one != other and {one, other} <= set(STATUSES):
        assert not (follows and leads)


@given(some_status)
def test_what_is_closed_stays_closed(status: str) -> None:
    assert no_way_back_from(status) >= CLOSED


@pytest.mark.parametrize("status", STATUSES)
def test_every_open_dispute_may_be_closed(status: str) -> None:
    assert all(status not in no_way_back_from(end) for end in CLOSED) == (status not in CLOSED)


def test_an_open_dispute_may_be_seen_again_with_a_new_due_date() -> None:
    assert "needs_response" not in no_way_back_from("needs_response")


@pytest.mark.parametrize("status", STATUSES)
def test_something_is_asked_of_us_while_a_response_is_needed(status: str) -> None:
    assert awaits_us(status) == status.endswith("needs_response")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_the_days_left_end_on_the_due_date(due: date, ahead: int) -> None:
    assert days_left(due, due - timedelta(days=ahead)) == ahead
