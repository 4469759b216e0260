"""What the page of a batch says, as its template and its JSON read it."""

from dataclasses import dataclass
from datetime import date, datetime

from shop.money.cents import half_up
from shop.origin.claims import ShownClaim
from shop.origin.published_split import PublishedSplit
from shop.trace.rules import Kilograms


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a cooperative is known by, with who says so."""

    #: Its key in origin/lot_rules.py, „members“.
    key: str
    #: As it is read: „1.080“; the values of its columns for machines.
    values: tuple[object, ...]
    source: str
    url: str
    stated_on: date

    @property
    def is_told(self) -> bool:
        """Of a place the province alone is none: it stands with the share."""
        return bool(self.values[0] if self.key == "place" else any(self.values))


@dataclass(frozen=True, slots=True)
class Grower:
    """A cooperative, and its share of one green lot."""

    id: int
    name: str
    #: Key in origin/rules.py.
    province: str
    website: str
    share_bp: int
    source: str
    stated_on: date
    facts: tuple[Fact, ...]

    @property
    def cited(self) -> list[tuple[tuple[str, str, date], list[Fact]]]:
        """What is known, by who says so: source, address of it, day."""
        found: dict[tuple[str, str, date], list[Fact]] = {}
        for fact in self.facts:
            if fact.is_told:
                found.setdefault((fact.source, fact.url, fact.stated_on), []).append(fact)
        return list(found.items())


@dataclass(frozen=True, slots=True)
class Paid:
    """Prices in ten-thousandths of a US dollar per pound; None: not known, and then not shown."""

    fob_usd_e4: int
    fob_on: date
    #: FOB in cents per kilogram at the rate („1 € = …“) of that day; None without a rate.
    fob_cents_per_kg: int | None
    usd_per_eur_e4: int | None
    rate_on: date | None
    rate_source: str
    reference_usd_e4: int | None
    reference_name: str
    reference_on: date | None
    #: By how much the base is above the reference; None where the two are not to be compared.
    above_bp: int | None
    premium_usd_e4: int
    #: FOB is the two together.
    base_usd_e4: int
    differential_usd_e4: int

    @property
    def above_percent(self) -> int:
        """As it is read: whole percent, half away from zero."""
        return half_up(self.above_bp or 0, 100)


@dataclass(frozen=True, slots=True)
class Source:
    """Green coffee of one green lot in the batch."""

    code: str
    contract: str
    contracted_on: date
    bought_grams: int
    used_grams: int
    #: In this batch, and as a share of all that is in it.
    green_grams: int
    share_bp: int
    harvested_from: date
    harvested_until: date
    arrived_on: date | None
    varieties: str
    process: str
    altitude_from: int
    altitude_to: int
    paid: Paid | None
    growers: tuple[Grower, ...]

    @property
    def variety_names(self) -> list[str]:
        """„Caturra, Typica“ one by one."""
        return [name.strip() for name in self.varieties.split(",")]


@dataclass(frozen=True, slots=True)
class Bagged:
    """A product the batch was packed into."""

    slug: str
    name: str
    #: Whether the shop shows it.
    is_shown: bool
    #: „250 g, ganze Bohne“
    variants: tuple[str, ...]
    #: „250 g“, each once.
    sizes: tuple[str, ...]
    #: Trade item numbers of its bags.
    gtins: tuple[str, ...]
    grams: int


@dataclass(frozen=True, slots=True)
class Related:
    """A batch in this one, or one that this one is in."""

    code: str
    made_on: date
    grams: int


@dataclass(frozen=True, slots=True)
class ShownSplit(PublishedSplit):
    """Where today's price of a size of a product goes."""

    slug: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class SplitVersion:
    #: Its page is /preis/<id>.
    id: int
    product: str
    size: str
    version: int
    price_cents: int
    published_at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class BatchPage:
    """The same rows make the same object, so its page is drawn once and kept (web/kept.py)."""

    id: int
    code: str
    is_set: bool
    roaster: str
    made_on: date
    best_before: date
    blocked_at: datetime | None
    blocked_because: str
    #: „precaution“ or „recall“; empty: not blocked.
    blocked_as: str
    way: Kilograms
    sources: tuple[Source, ...]
    #: Cooperatives of all sources together, largest share of the batch first: name, province key,
    #: basis points that add up to 10,000.
    shares: tuple[tuple[str, str, int], ...]
    bagged: tuple[Bagged, ...]
    parts: tuple[Related, ...]
    sets: tuple[Related, ...]
    splits: tuple[ShownSplit, ...]
    older_splits: tuple[SplitVersion, ...]
    #: Empty while blocked: what is said then is no advertisement.
    claims: tuple[ShownClaim, ...]

    @property
    def splits_by_product(self) -> dict[str, list[ShownSplit]]:
        """In the order of the catalogue."""
        found: dict[str, list[ShownSplit]] = {}
        for one in self.splits:
            found.setdefault(one.product, []).append(one)
        return found

    @property
    def provinces(self) -> tuple[str, ...]:
        """Keys, that of the largest share first, each once."""
        return tuple(dict.fromkeys(province for _, province, _ in self.shares))

    @property
    def altitudes(self) -> tuple[tuple[int, int], ...]:
        """Of each source, each once."""
        return tuple(dict.fromkeys((lot.altitude_from, lot.altitude_to) for lot in self.sources))

    @property
    def altitude(self) -> tuple[int, int] | None:
        """Lowest and highest metres above the sea of all sources."""
        if not self.sources:
            return None
        lots = self.sources
        return min(lot.altitude_from for lot in lots), max(lot.altitude_to for lot in lots)
