"""A payout adds up to the cent, whatever it is made of, or says by how much it does not."""

from hypothesis import assume, given
from hypothesis import strategies as st

from shop.payment.provider import BalanceSeen
from shop.payouts.rules import GROUPS, Group, difference, is_payout_itself, no_way_back_from, sums
from tests.make.money import line_seen

cents = st.integers(-1_000_000, 1_000_000)
CATEGORIES = sorted(GROUPS.keys() - {"payout"}) + ["other_adjustment", "of_next_year"]
some_line = st.builds(line_seen, st.sampled_from(CATEGORIES), cents, cents)
some_lines = st.lists(some_line, max_size=30)
#: From the first to the last.
STATUSES = ["pending", "in_transit", "paid", "canceled", "failed"]


def paid_out(lines: list[BalanceSeen]) -> int:
    return sum(line.net_cents for line in lines)


@given(some_lines)
def test_the_groups_of_a_payout_add_up_to_what_the_bank_gets(lines: list[BalanceSeen]) -> None:
    assert sum(sums(lines).values()) == paid_out(lines)
    assert difference(paid_out(lines), lines) == 0


@given(some_lines, some_line, st.data())
def test_a_line_that_is_missing_is_the_difference(
    lines: list[BalanceSeen], lost: BalanceSeen, data: st.DataObject
) -> None:
    assume(lost.net_cents != 0)
    whole = data.draw(st.permutations([*lines, lost]))
    assert difference(paid_out(whole), lines) == lost.net_cents


@given(some_lines)
def test_all_fees_stand_together_and_everything_else_is_gross(lines: list[BalanceSeen]) -> None:
    found = sums(lines)
    own = sum(line.net_cents for line in lines if GROUPS.get(line.category) is Group.FEES)
    taken = sum(line.fee_cents for line in lines if GROUPS.get(line.category) is not Group.FEES)
    assert found[Group.FEES] == own - taken
    assert found[Group.PAYMENTS] == sum(
        line.amount_cents for line in lines if line.category in ("charge", "charge_failure")
    )


def test_the_payout_is_no_part_of_itself_but_another_that_came_back_is() -> None:
    assert is_payout_itself(line_seen("payout", -5000, source_id="po_1"), "po_1")
    assert not is_payout_itself(line_seen("payout", -5000, source_id="po_1"), "po_2")
    assert not is_payout_itself(line_seen("payout_reversal", 5000, source_id="po_1"), "po_1")


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES))
def test_the_status_of_a_payout_goes_forward_only(old: str, new: str) -> None:
    assert (old in no_way_back_from(new)) == (STATUSES.index(old) > STATUSES.index(new))
