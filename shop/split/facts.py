"""What is known of one piece before its price is split: plain values, nothing decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

#: Parts of a bag of coffee that only a document can tell.
COFFEE_COSTS = ("freight", "roasting", "packing")
DECAF_COSTS = ("freight", "decaf", "roasting", "packing")
GRAMS_PER_POUND = Fraction(45_359_237, 100_000)


@dataclass(frozen=True, slots=True)
class Green:
    """Green coffee of one lot in a batch, and what its contract says. Units as in the models."""

    code: str
    contract: str
    contracted_on: date
    is_decaf: bool
    green_grams: int
    fob_usd_e4: int | None
    fob_on: date | None
    usd_per_eur_e4: int | None
    rate_source: str
    rate_on: date | None
    premium_usd_e4: int
    premium_micro_per_kg: int


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount for one piece, and the document that proves it."""

    cents: int
    document: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one piece: the thing sold, the batch it comes from, typed costs."""

    #: The rates of VAT are those of this day.
    on: date
    #: (VAT class, single price) of what it is made of; one for most goods.
    contents: tuple[tuple[str, int], ...]
    #: Roasted coffee in it; 0 for a mug.
    coffee_grams: int = 0
    made_on: date | None = None
    made_grams: int = 0
    green: tuple[Green, ...] = ()
    project_micro_per_kg: int = 0
    costs: Mapping[str, Cost] = field(default_factory=dict)

    @property
    def cost_kinds(self) -> tuple[str, ...]:
        """Parts that only a document can tell."""
        has_other_goods = len(self.contents) > 1 or not self.coffee_grams
        is_decaf = any(lot.is_decaf for lot in self.green)
        of_coffee = DECAF_COSTS if is_decaf else COFFEE_COSTS
        return (*(of_coffee if self.coffee_grams else ()), *(("goods",) * has_other_goods))

    @property
    def contracted_on(self) -> date | None:
        """The last contract of green coffee in it."""
        return max((lot.contracted_on for lot in self.green), default=None)
