"""German VAT: rates as dated data, and net taken out of the gross total once per rate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shop.money.cents import half_up, split


class VatClass(StrEnum):
    """Which rate a thing is sold at; the rate itself depends on the day."""

    REDUCED = "reduced"
    STANDARD = "standard"


# § 12 UStG; second half of 2020: § 28 (1) to (3) UStG. Basis points, valid from that day on.
_RATES: dict[VatClass, tuple[tuple[date, int], ...]] = {
    VatClass.REDUCED: (
        (date(1983, 7, 1), 700),
        (date(2020, 7, 1), 500),
        (date(2021, 1, 1), 700),
    ),
    VatClass.STANDARD: (
        (date(2007, 1, 1), 1900),
        (date(2020, 7, 1), 1600),
        (date(2021, 1, 1), 1900),
    ),
}


def rate_bp(vat_class: VatClass, on: date) -> int:
    """The rate in basis points on that Berlin day. Refuses days before the first known rate."""
    for valid_from, rate in reversed(_RATES[vat_class]):
        if valid_from <= on:
            return rate
    raise ValueError(f"no {vat_class} rate known for {on}")


@dataclass(frozen=True, slots=True)
class Vat:
    """An amount at one rate, in cents. Refuses to exist unless net and VAT make up the gross."""

    rate_bp: int
    gross_cents: int
    net_cents: int
    vat_cents: int

    def __post_init__(self) -> None:
        if self.net_cents + self.vat_cents != self.gross_cents:
            raise ValueError(f"net and VAT do not add up: {self}")


def take_out(gross_cents: int, rate: int) -> Vat:
    """Net and VAT within a gross amount, net rounded half-up to the cent."""
    net = half_up(gross_cents * 10_000, 10_000 + rate)
    return Vat(rate, gross_cents, net, gross_cents - net)


def per_rate(amounts: Iterable[tuple[int, int]]) -> tuple[Vat, ...]:
    """(rate, gross) pairs summed per rate, net taken out once per rate; lowest rate first."""
    gross: dict[int, int] = {}
    for rate, cents in amounts:
        gross[rate] = gross.get(rate, 0) + cents
    return tuple(take_out(gross[rate], rate) for rate in sorted(gross))


def spread(totals: Sequence[Vat], amounts: Sequence[tuple[int, int]]) -> list[Vat]:
    """One `Vat` for each (rate, gross) pair, whose nets add up to the totals' nets per rate.

    `totals` must be `per_rate(amounts)`: a document's rounding is decided once, then shared out.
    """
    found: dict[int, Vat] = {}
    for total in totals:
        indices = [i for i, (rate, _) in enumerate(amounts) if rate == total.rate_bp]
        grosses = [amounts[i][1] for i in indices]
        nets = split(total.net_cents, grosses) if any(grosses) else [0] * len(grosses)
        for i, gross, net in zip(indices, grosses, nets, strict=True):
            found[i] = Vat(total.rate_bp, gross, net, gross - net)
    return [found[i] for i in range(len(amounts))]


def split_shipping(shipping_cents: int, goods: Sequence[Vat]) -> list[tuple[int, int]]:
    """(rate, gross) shares of the shipping: it follows the goods it carries.

    Splitting its net by the goods' net values is the same as splitting its gross price by
    their gross values, since both sides carry the same factor (1 + rate).
    """
    shares = split(shipping_cents, [vat.gross_cents for vat in goods])
    return [(vat.rate_bp, share) for vat, share in zip(goods, shares, strict=True)]
