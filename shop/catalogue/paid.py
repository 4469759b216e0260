"""What was paid for green coffee, in words: each figure with its day and its source. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from shop.money.cents import half_up
from shop.origin.paid import above_bp, base_usd_e4, eur_cents_per_kg, sayable
from shop.web.filters import NBSP, euro


class Priced(Protocol):
    """The columns of `green_lots` that tell what was paid."""

    process: str
    fob_usd_e4: int | None
    fob_on: date | None
    organic_usd_e4: int
    reference_usd_e4: int | None
    reference_name: str
    reference_on: date | None
    premium_usd_e4: int
    usd_per_eur_e4: int | None
    rate_on: date | None
    rate_source: str


@dataclass(frozen=True, slots=True)
class Paid:
    """FOB price and what the market or the floor was, ten-thousandths of a dollar per pound and in
    words: dollars per pound, and euros per kilogram, which are empty without a rate."""

    fob_usd_e4: int
    #: „3,80 USD/lb“
    fob: str
    #: „7,28 €/kg“
    fob_per_kg: str
    fob_on: date
    #: FOB is the two together; they are empty where it has no differential.
    base_usd_e4: int
    base: str
    differential: str
    #: 0 and empty where none is known.
    reference_usd_e4: int
    reference: str
    reference_per_kg: str
    #: Empty also where only a claim might say it.
    reference_name: str
    reference_on: date | None
    #: Whole percent that FOB, or its base, is over the reference; negative: below it. None where
    #: the two are not to be compared.
    above: int | None
    #: Beyond FOB; empty where none is paid.
    premium: str
    #: „1 € = 1,15 USD“, of that day by that source.
    rate: str
    rate_on: date | None
    rate_source: str


def paid(lot: Priced, claimed: Collection[str] = ()) -> Paid | None:
    """None where it is not known what was paid. `claimed` are the kinds of claims valid today."""
    if lot.fob_usd_e4 is None or lot.fob_on is None:
        return None
    fob, reference, rate = lot.fob_usd_e4, lot.reference_usd_e4 or 0, lot.usd_per_eur_e4
    base = base_usd_e4(fob, lot.organic_usd_e4)
    above = above_bp(fob, lot.organic_usd_e4, reference, lot.process)
    return Paid(
        fob_usd_e4=fob,
        fob=usd_per_pound(fob),
        fob_per_kg=_per_kg(fob, rate),
        fob_on=lot.fob_on,
        base_usd_e4=base,
        base=usd_per_pound(base) if base < fob else "",
        differential=usd_per_pound(fob - base) if base < fob else "",
        reference_usd_e4=reference,
        reference=usd_per_pound(reference) if reference else "",
        reference_per_kg=_per_kg(reference, rate),
        reference_name=sayable(lot.reference_name, claimed),
        reference_on=lot.reference_on,
        above=None if above is None else half_up(above, 100),
        premium=usd_per_pound(lot.premium_usd_e4) if lot.premium_usd_e4 else "",
        rate=f"1{NBSP}€ = {_dollars(rate)}" if rate else "",
        rate_on=lot.rate_on if rate else None,
        rate_source=lot.rate_source,
    )


def usd_per_pound(usd_e4: int) -> str:
    """38000 → „3,80 USD/lb“; third and fourth digit only where there are some."""
    return f"{_dollars(usd_e4)}/lb"


def _per_kg(usd_e4: int, rate: int | None) -> str:
    return f"{euro(eur_cents_per_kg(usd_e4, rate))}/kg" if usd_e4 and rate else ""


def _dollars(e4: int) -> str:
    whole, rest = divmod(e4, 10_000)
    digits = f"{rest:04d}"
    kept = digits[:2] + digits[2:].rstrip("0")
    return f"{whole:,}".replace(",", ".") + f",{kept}{NBSP}USD"
