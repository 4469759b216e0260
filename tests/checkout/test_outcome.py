"""What a payment page says, held against what was ordered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.outcome import Outcome, judge
from shop.payment.provider import PaymentSession, SessionStatus

PAID = PaymentSession(
    id="cs_1",
    url=None,
    status=SessionStatus.COMPLETE,
    is_paid=True,
    has_failed=False,
    amount_cents=1240,
    currency="eur",
    livemode=False,
    order_number="SK-2026-00001",
    attempt_key="SK-2026-00001-1-ab",
    payment_intent_id="pi_1",
    received_cents=1240,
)
OPEN = replace(PAID, status=SessionStatus.OPEN, is_paid=False, received_cents=0)
PENDING = replace(PAID, is_paid=False, received_cents=0)


def test_a_page_goes_from_open_over_pending_to_paid() -> None:
    assert [judge(one, 1240, livemode=False) for one in (OPEN, PENDING, PAID)] == [
        Outcome.OPEN,
        Outcome.PENDING,
        Outcome.PAID,
    ]


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_only_the_very_amount_is_paid(ordered: int, received: int) -> None:
    session = replace(PAID, received_cents=received)
    fits = ordered == received == 1240
    assert judge(session, ordered, livemode=False) is (Outcome.PAID if fits else Outcome.MISMATCH)


@pytest.mark.parametrize(
    "odd",
    [
        {"currency": "usd"},
        {"livemode": True},
        {"amount_cents": 1241},
        # Complete though nothing was due: nothing of ours is free.
        {"is_paid": False, "payment_intent_id": None, "received_cents": None, "currency": None},
    ],
)
def test_other_money_and_no_money_at_all_do_not_fit(odd: dict[str, object]) -> None:
    assert judge(replace(PAID, **odd), 1240, livemode=False) is Outcome.MISMATCH  # type: ignore[arg-type]  # as wrong as it may be


@pytest.mark.parametrize("is_paid", [True, False])
def test_what_the_bank_refused_or_took_back_has_failed(is_paid: bool) -> None:
    failed = replace(PAID, is_paid=is_paid, has_failed=True, received_cents=0)
    assert judge(failed, 1240, livemode=False) is Outcome.FAILED
