"""What was paid for green coffee, in words."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.paid import eur_cents_per_kg, paid, usd_per_pound

DAY = date(2025, 9, 20)


@dataclass
class Told:
    fob_usd_e4: int | None = 31_000
    fob_on: date | None = DAY
    reference_usd_e4: int | None = 24_500
    reference_name: str = "Börsenpreis für Arabica"
    reference_on: date | None = DAY
    premium_usd_e4: int = 2_000
    usd_per_eur_e4: int | None = 10_800
    rate_on: date | None = DAY
    rate_source: str = "EZB-Referenzkurs"


def test_a_price_is_told_with_the_market_beside_it_and_per_kilogram() -> None:
    told = paid(Told())
    assert told
    assert told.fob == "3,10\u00a0USD/lb"
    assert told.reference == "2,45\u00a0USD/lb"
    assert told.above == 27
    assert told.premium == "0,20\u00a0USD/lb"
    assert told.per_kg == "6,33\u00a0€/kg"
    assert told.rate == "1\u00a0€ = 1,08\u00a0USD"


def test_without_a_price_nothing_is_told() -> None:
    assert paid(Told(fob_usd_e4=None, fob_on=None)) is None


def test_what_is_not_known_is_left_out() -> None:
    told = paid(Told(reference_usd_e4=None, reference_on=None, usd_per_eur_e4=None, rate_on=None))
    assert told
    assert (told.above, told.reference, told.per_kg, told.rate) == (None, "", "", "")


def test_a_price_below_the_market_is_told_as_below() -> None:
    told = paid(Told(fob_usd_e4=22_050))
    assert told and told.above == -10


@pytest.mark.parametrize(
    ("usd_e4", "words"),
    [
        (38_000, "3,80"),
        (38_050, "3,805"),
        (38_005, "3,8005"),
        (5, "0,0005"),
        (12_345_600, "1.234,56"),
    ],
)
def test_dollars_have_two_digits_and_more_where_there_are_more(usd_e4: int, words: str) -> None:
    assert usd_per_pound(usd_e4) == f"{words}\u00a0USD/lb"


@given(st.integers(1, 200_000), st.integers(5_000, 20_000))
def test_a_kilogram_costs_what_its_pounds_cost(usd_e4: int, rate_e4: int) -> None:
    exact = usd_e4 / rate_e4 * 100 / 0.45359237
    assert abs(eur_cents_per_kg(usd_e4, rate_e4) - exact) <= 0.5 + 1e-6
