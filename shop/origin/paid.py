"""What was paid for green coffee beside what the market or the floor was. Pure.

A price that contains more than the reference does is not held against it (§ 5 UWG): the organic
differential is taken off first, and decaffeinated coffee is not compared at all.
"""

from collections.abc import Collection

from shop.money.cents import half_up
from shop.origin.batch_rules import POUND_IN_HUNDRED_THOUSANDTHS_OF_A_GRAM
from shop.origin.wording import findings

_HUNDRED_THOUSANDTHS_OF_A_KILOGRAM = 100_000_000


def above_bp(
    fob_usd_e4: int, organic_usd_e4: int, reference_usd_e4: int | None, process: str
) -> int | None:
    """By how much FOB without the organic differential is above the reference, which is one of
    conventional coffee: basis points, half away from zero; negative: below it.

    None where there is no reference, and for decaffeinated coffee: its price may pay for that work.
    """
    if not reference_usd_e4 or process.endswith("_decaf"):
        return None
    base = base_usd_e4(fob_usd_e4, organic_usd_e4)
    return half_up((base - reference_usd_e4) * 10_000, reference_usd_e4)


def base_usd_e4(fob_usd_e4: int, organic_usd_e4: int) -> int:
    """FOB without the differential that is part of it."""
    return max(0, fob_usd_e4 - organic_usd_e4)


def eur_cents_per_kg(usd_e4: int, usd_per_eur_e4: int) -> int:
    """A price per pound in dollars as cents per kilogram, half up."""
    return half_up(
        usd_e4 * 100 * _HUNDRED_THOUSANDTHS_OF_A_KILOGRAM,
        usd_per_eur_e4 * POUND_IN_HUNDRED_THOUSANDTHS_OF_A_GRAM,
    )


def sayable(reference_name: str, claimed: Collection[str]) -> str:
    """The name of a price, unless a word in it is one that only a claim may say; `claimed` are the
    kinds of the claims that hold today."""
    return reference_name if "fair" in claimed or not findings(reference_name) else ""
