"""What the page about the region says of whom the shop buys from, as its template reads it."""

from dataclasses import dataclass
from datetime import date

from shop.trace.year import Months


@dataclass(frozen=True, slots=True)
class Told:
    """Where something is taken from."""

    source: str
    url: str
    stated_on: date


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a cooperative: its key in origin/lot_rules.py, and its columns."""

    key: str
    values: tuple[object, ...]
    told: Told


@dataclass(frozen=True, slots=True)
class OnSale:
    """A product for sale now, and the batches its bags are from, the oldest first."""

    slug: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """A cooperative that sold us coffee."""

    slug: str
    name: str
    #: Key in origin/rules.py.
    province: str
    website: str
    facts: tuple[Fact, ...]
    #: Years of the harvests bought, the newest first.
    harvests: tuple[int, ...]
    on_sale: tuple[OnSale, ...]

    def fact(self, key: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.key == key), None)

    @property
    def common_source(self) -> Told | None:
        """If everything told of it is from the same source."""
        told = {fact.told for fact in self.facts}
        return told.pop() if len(told) == 1 else None


@dataclass(frozen=True, slots=True)
class Year:
    """The way of the newest harvest that is here, by what is recorded of its lots."""

    harvest: int
    lots: tuple[str, ...]
    picked: Months
    #: From the contract until it was here.
    on_its_way: Months
    roasted: Months


@dataclass(frozen=True, slots=True)
class OriginPage:
    partners: tuple[Partner, ...]
    #: None while no green coffee has arrived.
    year: Year | None

    @property
    def provinces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(partner.province for partner in self.partners))
