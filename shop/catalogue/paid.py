"""What was paid for green coffee, in words: each figure with its day and its source. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from shop.money.cents import half_up
from shop.origin.batch_rules import POUND_IN_HUNDRED_THOUSANDTHS_OF_A_GRAM
from shop.web.filters import NBSP, euro

_HUNDRED_THOUSANDTHS_OF_A_KILOGRAM = 100_000_000


class Priced(Protocol):
    """The columns of `green_lots` that tell what was paid."""

    fob_usd_e4: int | None
    fob_on: date | None
    reference_usd_e4: int | None
    reference_name: str
    reference_on: date | None
    premium_usd_e4: int
    usd_per_eur_e4: int | None
    rate_on: date | None
    rate_source: str


@dataclass(frozen=True, slots=True)
class Paid:
    """FOB price and what the market or the floor was, both ten-thousandths of a dollar per pound,
    and in words."""

    fob_usd_e4: int
    #: „3,80 USD/lb“
    fob: str
    fob_on: date
    #: 0 and empty where none is known.
    reference_usd_e4: int
    reference: str
    reference_name: str
    reference_on: date | None
    #: Whole percent over the reference; negative: below it.
    above: int | None
    #: Beyond FOB; empty where none is paid.
    premium: str
    #: „7,28 €/kg“, at the rate of that day by that source; empty where none is known.
    per_kg: str
    rate: str
    rate_on: date | None
    rate_source: str


def paid(lot: Priced) -> Paid | None:
    """None where it is not known what was paid."""
    if lot.fob_usd_e4 is None or lot.fob_on is None:
        return None
    reference, rate = lot.reference_usd_e4 or 0, lot.usd_per_eur_e4
    return Paid(
        fob_usd_e4=lot.fob_usd_e4,
        fob=usd_per_pound(lot.fob_usd_e4),
        fob_on=lot.fob_on,
        reference_usd_e4=reference,
        reference=usd_per_pound(reference) if reference else "",
        reference_name=lot.reference_name,
        reference_on=lot.reference_on,
        above=half_up((lot.fob_usd_e4 - reference) * 100, reference) if reference else None,
        premium=usd_per_pound(lot.premium_usd_e4) if lot.premium_usd_e4 else "",
        per_kg=f"{euro(eur_cents_per_kg(lot.fob_usd_e4, rate))}/kg" if rate else "",
        rate=f"1{NBSP}€ = {_dollars(rate)}" if rate else "",
        rate_on=lot.rate_on if rate else None,
        rate_source=lot.rate_source,
    )


def usd_per_pound(usd_e4: int) -> str:
    """38000 → „3,80 USD/lb“; third and fourth digit only where there are some."""
    return f"{_dollars(usd_e4)}/lb"


def eur_cents_per_kg(usd_e4: int, usd_per_eur_e4: int) -> int:
    """A price per pound in dollars as cents per kilogram, half up."""
    return half_up(
        usd_e4 * 100 * _HUNDRED_THOUSANDTHS_OF_A_KILOGRAM,
        usd_per_eur_e4 * POUND_IN_HUNDRED_THOUSANDTHS_OF_A_GRAM,
    )


def _dollars(e4: int) -> str:
    whole, rest = divmod(e4, 10_000)
    digits = f"{rest:04d}"
    kept = digits[:2] + digits[2:].rstrip("0")
    return f"{whole:,}".replace(",", ".") + f",{kept}{NBSP}USD"
