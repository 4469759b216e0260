"""Whatever the sequence, never more goes back than is left, and the end is exact to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money.vat import Vat, per_rate, spread, take_out
from shop.refunds.rules import (
    Goods,
    LineLeft,
    NothingLeft,
    Part,
    TooMuch,
    Wanted,
    at_rates,
    everything,
    gross_of,
    parts_of,
    shared_over,
)

CENTS = st.integers(1, 50_000)
RATES = (700, 1900)


@st.composite
def line_parts(draw: st.DrawFn) -> list[Vat]:
    """A line as it was sold: one rate, or a set of mixed goods; its net rounded with others."""
    rates = draw(st.sampled_from([RATES[:1], RATES[1:], RATES]))
    own = [(rate, draw(CENTS)) for rate in rates]
    others = [(draw(st.sampled_from(rates)), draw(CENTS)) for _ in range(draw(st.integers(0, 3)))]
    amounts = own + others
    return spread(per_rate(amounts), amounts)[: len(own)]


def without(left: list[Vat], given_back: list[Vat], sign: int = 1) -> list[Vat]:
    return [
        Vat(
            a.rate_bp,
            a.gross_cents - sign * b.gross_cents,
            a.net_cents - sign * b.net_cents,
            a.vat_cents - sign * b.vat_cents,
        )
        for a, b in zip(left, given_back, strict=True)
    ]


#: Ten-thousandths of what is left, and whether it fails afterwards.
wishes = st.lists(st.tuples(st.integers(0, 10_000), st.booleans()), max_size=8)


@given(line_parts(), wishes)
def test_any_sequence_of_refunds_ends_at_the_net_and_vat_that_were_sold(
    sold: list[Vat], wished: list[tuple[int, bool]]
) -> None:
    left = sold
    for share, fails in [*wished, (10_000, False)]:
        cents = -(-sum(vat.gross_cents for vat in left) * share // 10_000)
        given_back = at_rates(cents, left)
        assert sum(vat.gross_cents for vat in given_back) == cents
        left = without(left, given_back)
        for vat in (*given_back, *left):
            assert min(vat.gross_cents, vat.net_cents, vat.vat_cents) >= 0
        if fails:
            # What it gave back is left again, as it was booked.
            left = without(left, given_back, -1)
    assert all(vat.gross_cents == vat.net_cents == vat.vat_cents == 0 for vat in left)


@given(CENTS, st.sampled_from(RATES))
def test_all_of_a_line_at_once_is_its_whole_net_and_vat(cents: int, rate: int) -> None:
    sold = take_out(cents, rate)
    assert at_rates(cents, [sold]) == [sold]


@given(CENTS, st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_units_given_back_one_after_the_other_end_at_the_price_of_the_line(
    cents: int, portions: list[int]
) -> None:
    left, paid = LineLeft(1, False, sum(portions), cents), 0
    for units in portions:
        gross = gross_of(units, left)
        assert 0 <= gross <= left.gross_cents
        paid += gross
        left = LineLeft(1, False, left.units - units, left.gross_cents - gross)
    assert (paid, left.gross_cents) == (cents, 0)


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=6), st.integers(0, 10_000))
def test_an_amount_is_shared_out_in_full_and_nowhere_more_than_is_left(
    left: list[int], share: int
) -> None:
    amount = sum(left) * share // 10_000
    shares = shared_over(amount, left)
    assert sum(shares) == amount
    assert all(0 <= share <= most for share, most in zip(shares, left, strict=True))


BAGS = LineLeft(1, False, 3, 2250)
MUG = LineLeft(2, False, 1, 1400)
SHIPPING = LineLeft(3, True, 0, 490)
LEFT = [BAGS, MUG, SHIPPING]


def test_units_shipping_and_a_lower_price_make_one_part_per_line() -> None:
    wanted = Wanted({1: (1, Goods.BACK)}, shipping=True, discount_cents=290)
    # 290 cents over the two bags and the mug that are left: 1500 to 1400.
    assert parts_of(wanted, LEFT) == [
        Part(1, 1, 750 + 150, Goods.BACK),
        Part(2, 0, 140),
        Part(3, 0, 490),
    ]


def test_units_cost_what_is_left_of_their_price() -> None:
    assert gross_of(1, LineLeft(1, False, 2, 1001)) == 501
    assert gross_of(2, LineLeft(1, False, 2, 1001)) == 1001
    assert gross_of(0, LineLeft(1, False, 0, 300)) == 0


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted({1: (4, Goods.BACK)}),
        Wanted({1: (-1, Goods.BACK)}),
        Wanted({3: (1, Goods.BACK)}),
        Wanted({9: (1, Goods.BACK)}),
        Wanted({}, discount_cents=3651),
        Wanted({}, discount_cents=-1),
        Wanted({1: (3, Goods.BACK)}, discount_cents=1401),
    ],
)
def test_more_than_is_left_is_refused(wanted: Wanted) -> None:
    with pytest.raises(TooMuch):
        parts_of(wanted, LEFT)


def test_a_wish_that_comes_to_nothing_is_refused() -> None:
    with pytest.raises(NothingLeft):
        parts_of(Wanted({}), LEFT)
    with pytest.raises(NothingLeft):
        parts_of(Wanted({}, shipping=True), [BAGS, LineLeft(3, True, 0, 0)])


units_left = st.builds(
    LineLeft, st.just(0), st.just(False), st.integers(0, 5), st.integers(0, 4_000)
)


@given(st.lists(units_left, min_size=1, max_size=4), st.integers(0, 900))
def test_everything_is_all_units_and_the_last_cent(lines: list[LineLeft], shipping: int) -> None:
    left = [
        *(LineLeft(i, False, line.units, line.gross_cents) for i, line in enumerate(lines)),
        LineLeft(99, True, 0, shipping),
    ]
    total = sum(line.gross_cents for line in left)
    if not total:
        return
    parts = parts_of(everything(left, Goods.NEVER_LEFT), left)
    assert sum(part.gross_cents for part in parts) == total
    assert sum(part.units for part in parts) == sum(line.units for line in left)
