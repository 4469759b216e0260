"""A line of the balance is booked to the cent, once, and nothing of it twice."""

from hypothesis import given
from hypothesis import strategies as st

from shop.ledger.rules import bookings
from shop.payment.provider import BalanceSeen
from tests.make.money import line_seen

#: Booked when they happen: of their lines only the fee is new.
BOOKED_BEFORE = {"charge", "charge_failure", "refund", "refund_failure"}
CATEGORIES = [
    *sorted(BOOKED_BEFORE),
    "dispute",
    "dispute_reversal",
    "fee",
    "tax",
    "network_cost",
    "payout",
    "payout_reversal",
    "other_adjustment",
    "a_category_of_next_year",
]
cents = st.integers(-1_000_000, 1_000_000)
lines = st.builds(line_seen, st.sampled_from(CATEGORIES), cents, cents, source_id=st.just("po_1"))


@given(lines)
def test_what_is_booked_of_a_line_makes_up_its_net(line: BalanceSeen) -> None:
    already = line.amount_cents if line.category in BOOKED_BEFORE else 0
    assert already + sum(row.amount_cents for row in bookings(line)) == line.net_cents


@given(lines)
def test_each_row_of_a_line_has_a_source_of_its_own_and_moves_something(line: BalanceSeen) -> None:
    found = bookings(line)
    assert len({(row.kind, row.stripe_id) for row in found}) == len(found)
    assert all(row.amount_cents for row in found)


def test_a_payment_adds_only_its_fee() -> None:
    (fee,) = bookings(line_seen("charge", 1990, 55, line_id="txn_1"))
    assert (fee.kind, fee.stripe_id, fee.amount_cents) == ("fee", "txn_1", -55)
    assert bookings(line_seen("refund", -1990)) == []


def test_a_payout_is_booked_by_its_own_id_and_comes_back_by_it() -> None:
    sent, back = (
        bookings(line_seen("payout", -5000, source_id="po_1")),
        bookings(line_seen("payout_reversal", 5000, source_id="po_1")),
    )
    assert [(row.kind, row.stripe_id) for row in sent] == [("payout", "po_1")]
    assert [(row.kind, row.stripe_id) for row in back] == [("payout_failed", "po_1")]


def test_a_fee_of_the_account_is_a_fee_and_no_adjustment() -> None:
    (fee,) = bookings(line_seen("fee", -900))
    assert (fee.kind, fee.amount_cents) == ("fee", -900)
