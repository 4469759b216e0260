"""VAT is taken out of the gross total once per rate, and every document shows the same cents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money.vat import Vat, VatClass, per_rate, rate_bp, split_shipping, spread, take_out

rates = st.sampled_from([500, 700, 1600, 1900])
amounts = st.lists(st.tuples(rates, st.integers(0, 10**7)), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("vat_class", "day", "rate"),
    [
        (VatClass.REDUCED, date(2026, 11, 22), 700),
        (VatClass.STANDARD, date(2026, 11, 22), 1900),
        (VatClass.STANDARD, date(2020, 6, 30), 1900),
        (VatClass.STANDARD, date(2020, 7, 1), 1600),
        (VatClass.REDUCED, date(2020, 12, 31), 500),
        (VatClass.REDUCED, date(2021, 1, 1), 700),
    ],
)
def test_the_rate_is_that_of_the_day(vat_class: VatClass, day: date, rate: int) -> None:
    assert rate_bp(vat_class, day) == rate


def test_a_day_before_the_first_known_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="no standard rate"):
        rate_bp(VatClass.STANDARD, date(2006, 12, 31))


def test_net_and_vat_must_make_up_the_gross() -> None:
    with pytest.raises(ValueError, match="add up"):
        Vat(700, 750, 700, 49)


@pytest.mark.parametrize(
    ("gross", "rate", "net"), [(750, 700, 701), (1450, 1900, 1218), (107, 700, 100), (0, 700, 0)]
)
def test_the_net_is_rounded_to_the_nearest_cent(gross: int, rate: int, net: int) -> None:
    assert take_out(gross, rate) == Vat(rate, gross, net, gross - net)


def test_five_lines_of_a_hundred_carry_the_tax_of_their_sum() -> None:
    """Rounded line by line it would be 79.85; what counts is the document: 79.83."""
    lines = [(1900, 10000)] * 5
    totals = per_rate(lines)
    assert [vat.vat_cents for vat in totals] == [7983]
    assert sum(vat.vat_cents for vat in spread(totals, lines)) == 7983


@given(amounts)
def test_lines_add_up_to_the_totals_per_rate(lines: list[tuple[int, int]]) -> None:
    totals = per_rate(lines)
    shares = spread(totals, lines)
    assert [(share.rate_bp, share.gross_cents) for share in shares] == lines
    for total in totals:
        own = [share for share in shares if share.rate_bp == total.rate_bp]
        assert sum(share.net_cents for share in own) == total.net_cents
        assert sum(share.vat_cents for share in own) == total.vat_cents
    assert all(
        abs(share.net_cents - take_out(share.gross_cents, share.rate_bp).net_cents) <= 1
        for share in shares
    )


@given(st.integers(0, 5000), amounts.filter(lambda lines: any(gross for _, gross in lines)))
def test_shipping_follows_the_goods_to_the_cent(
    shipping: int, lines: list[tuple[int, int]]
) -> None:
    goods = per_rate(lines)
    shares = split_shipping(shipping, goods)
    assert sum(share for _, share in shares) == shipping
    whole = sum(vat.gross_cents for vat in goods)
    for (_, share), vat in zip(shares, goods, strict=True):
        assert abs(share * whole - shipping * vat.gross_cents) < whole
