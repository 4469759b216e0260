"""What was paid for green coffee, in words."""

from dataclasses import dataclass
from datetime import date

import pytest

from shop.catalogue.paid import paid, usd_per_pound

DAY = date(2025, 9, 20)


@dataclass
class Told:
    process: str = "washed"
    fob_usd_e4: int | None = 31_000
    fob_on: date | None = DAY
    organic_usd_e4: int = 0
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
    assert told.fob_per_kg == "6,33\u00a0€/kg"
    assert told.reference_per_kg == "5,00\u00a0€/kg"
    assert told.rate == "1\u00a0€ = 1,08\u00a0USD"


def test_without_a_price_nothing_is_told() -> None:
    assert paid(Told(fob_usd_e4=None, fob_on=None)) is None


def test_what_is_not_known_is_left_out() -> None:
    told = paid(Told(reference_usd_e4=None, reference_on=None, usd_per_eur_e4=None, rate_on=None))
    assert told
    assert (told.above, told.reference, told.reference_per_kg) == (None, "", "")
    assert (told.fob_per_kg, told.rate) == ("", "")


def test_a_price_below_the_market_is_told_as_below() -> None:
    told = paid(Told(fob_usd_e4=22_050))
    assert told and told.above == -10


def test_a_differential_is_told_apart_and_not_held_against_the_market() -> None:
    told = paid(Told(fob_usd_e4=38_000, organic_usd_e4=4_000, reference_usd_e4=35_500))
    assert told and told.above == -4
    assert (told.base, told.differential) == ("3,40\u00a0USD/lb", "0,40\u00a0USD/lb")


def test_a_word_that_needs_a_claim_stands_in_no_name_without_one() -> None:
    lot = Told(reference_name="Fairtrade-Mindestpreis")
    assert [one.reference_name for one in (paid(lot), paid(lot, {"fair"})) if one] == [
        "",
        "Fairtrade-Mindestpreis",
    ]


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
