"""Prices of green coffee held against the market: like against like, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.origin.paid import above_bp, base_usd_e4, eur_cents_per_kg, sayable

dollars = st.integers(1, 200_000)


@pytest.mark.parametrize(
    ("fob", "organic", "reference", "bp"),
    [
        (38_000, 0, 18_000, 11_111),
        (18_000, 0, 18_000, 0),
        (15_000, 0, 20_000, -2_500),
        # With its differential it would be 7 % above.
        (38_000, 4_000, 35_500, -423),
        (39_500, 4_000, 35_500, 0),
        (1, 0, None, None),
        (1, 0, 0, None),
    ],
)
def test_a_price_without_its_differential_is_so_far_above_its_reference(
    fob: int, organic: int, reference: int | None, bp: int | None
) -> None:
    assert above_bp(fob, organic, reference, "washed") == bp


def test_decaffeinated_coffee_is_compared_with_nothing() -> None:
    assert above_bp(44_000, 4_000, 35_500, "washed_decaf") is None


@given(dollars, st.integers(0, 200_000), dollars)
def test_above_and_below_are_told_by_the_sign(fob: int, organic: int, reference: int) -> None:
    bp, base = above_bp(fob, organic, reference, "washed"), base_usd_e4(fob, organic)
    assert bp is not None
    assert abs(bp * reference - (base - reference) * 10_000) * 2 <= reference
    assert not (bp > 0 and base < reference or bp < 0 and base > reference)


@given(dollars, st.integers(0, 50_000), dollars)
def test_a_differential_never_makes_a_price_look_better(
    fob: int, organic: int, reference: int
) -> None:
    with_it, without = (above_bp(fob, more, reference, "honey") for more in (organic, 0))
    assert with_it is not None and without is not None and with_it <= without


@given(dollars, st.integers(5_000, 20_000))
def test_a_kilogram_costs_what_its_pounds_cost(usd_e4: int, rate_e4: int) -> None:
    exact = usd_e4 / rate_e4 * 100 / 0.45359237
    assert abs(eur_cents_per_kg(usd_e4, rate_e4) - exact) <= 0.5 + 1e-6


def test_a_name_with_a_word_that_needs_a_claim_is_said_only_with_it() -> None:
    name = "Fairtrade-Mindestpreis"
    assert (sayable(name, {"organic"}), sayable(name, {"fair"})) == ("", name)
    assert sayable("Börsenpreis für Arabica", set()) == "Börsenpreis für Arabica"
