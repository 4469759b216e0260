"""Where a price goes: what law and contracts say of it, what documents say, and what is left."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from shop.errors import Refused
from shop.money.cents import half_up, split
from shop.money.vat import Vat, VatClass, per_rate, rate_bp
from shop.origin.rules import MICRO_PER_CENT
from shop.origin.split_document import Part, in_order
from shop.origin.wording import findings
from shop.split import formula_words
from shop.split.facts import GRAMS_PER_POUND, Cost, Facts, Green

#: § 2 KaffeeStG: 2.19 € for each kilogram of roasted coffee, decaffeinated or not.
COFFEE_TAX_CENTS_PER_KG = 219
_AFTER_THE_CONTRACT = frozenset({"freight", "decaf", "roasting"})


class SplitDoesNotAddUp(Refused):
    """The parts do not make up the price. `missing_cents`: the price less the parts."""

    status = 422

    def __init__(self, missing_cents: int) -> None:
        super().__init__()
        self.missing_cents = missing_cents


class ShopBeforeOthers(Refused):
    """The shop's part is named while another is unknown: nobody can know what is left."""

    status = 422


class WordsNotAllowed(Refused):
    """A part says what nobody may say, or only a claim: `words` are the first such ones. A split
    stays readable for ever."""

    status = 422

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words


class PriceMoved(Refused):
    """The price is not the one the split was made for, or grinds of one size differ in price."""


def propose(price_cents: int, facts: Facts) -> tuple[Part, ...]:
    """The parts of the price; they add up to it.

    Each known part is rounded half-up to the cent, the shop's is the exact rest, below zero where
    the others cost more than the price. While one is unknown, so is the shop's: nothing is guessed.
    """
    parts = [
        *(_of_coffee(facts) if facts.coffee_grams else ()),
        *(_of_documents(facts)),
        _vat(price_cents, facts),
    ]
    is_open = any(part.cents is None for part in parts)
    left = None if is_open else price_cents - known_cents(parts)
    return in_order((*parts, Part("shop", left, "rest", formula_words.shop(left))))


def check(price_cents: int, parts: Sequence[Part]) -> None:
    """Refuses with `SplitDoesNotAddUp` or `ShopBeforeOthers`."""
    unknown = {part.kind for part in parts if part.cents is None}
    if unknown and "shop" not in unknown:
        raise ShopBeforeOthers
    missing = price_cents - known_cents(parts)
    if missing and not unknown:
        raise SplitDoesNotAddUp(missing)


def check_words(parts: Sequence[Part]) -> None:
    """Refuses with `WordsNotAllowed` what `origin/wording.py` finds in a part."""
    told = (text for part in parts for text in (part.words, part.document))
    found = dict.fromkeys(finding.word for text in told for finding in findings(text))
    if found:
        raise WordsNotAllowed(*found)


def older_than_contract(parts: Sequence[Part], contracted_on: date | None) -> tuple[str, ...]:
    """Kinds whose document is older than the contract of the coffee it should be about. Nothing is
    shipped or roasted before it is bought; bags may well lie in store."""
    return tuple(
        part.kind
        for part in parts
        if part.kind in _AFTER_THE_CONTRACT
        and part.dated_on
        and contracted_on
        and part.dated_on < contracted_on
    )


def known_cents(parts: Sequence[Part]) -> int:
    return sum(part.cents or 0 for part in parts)


def _of_coffee(facts: Facts) -> list[Part]:
    project = facts.project_micro_per_kg
    premium = sum(lot.premium_micro_per_kg for lot in facts.green)
    tax = half_up(facts.coffee_grams * COFFEE_TAX_CENTS_PER_KG, 1000)
    contracts, dated_on = formula_words.contracts(facts.green)
    parts = [_green(facts)]
    if premium:
        words = formula_words.premium(facts.green)
        cents = _owed_cents(facts.coffee_grams, premium)
        parts.append(Part("premium", cents, "formula", words, contracts, dated_on))
    if project:
        words, document = formula_words.project(project)
        cents = _owed_cents(facts.coffee_grams, project)
        parts.append(Part("project", cents, "formula", words, document, facts.made_on))
    words, document = formula_words.coffee_tax(COFFEE_TAX_CENTS_PER_KG)
    return [*parts, Part("coffee_tax", tax, "law", words, document, facts.on)]


def _green(facts: Facts) -> Part:
    """At FOB; unknown as soon as one contract's price or rate is."""
    contracts, dated_on = formula_words.contracts(facts.green)
    per_kg = [green_cents_per_kg(lot, facts.made_grams) for lot in facts.green]
    if not per_kg or None in per_kg:
        return Part("green", None, "formula", formula_words.green_unknown(facts.green))
    total = sum((exact for exact in per_kg if exact), Fraction())
    cents = half_up(*(total * facts.coffee_grams / 1000).as_integer_ratio())
    words = formula_words.green(facts.green, facts.made_grams, total)
    return Part("green", cents, "formula", words, contracts, dated_on)


def green_cents_per_kg(lot: Green, made_grams: int) -> Fraction | None:
    """What the green coffee of this lot cost for a kilogram of the roasted batch, exactly."""
    if lot.fob_usd_e4 is None or not lot.usd_per_eur_e4:
        return None
    pounds = Fraction(lot.green_grams * 1000, made_grams) / GRAMS_PER_POUND
    return pounds * lot.fob_usd_e4 / lot.usd_per_eur_e4 * 100


def _owed_cents(coffee_grams: int, micro_per_kg: int) -> int:
    return half_up(coffee_grams * micro_per_kg, 1000 * MICRO_PER_CENT)


def _of_documents(facts: Facts) -> list[Part]:
    return [_of_document(kind, facts.costs.get(kind)) for kind in facts.cost_kinds]


def _of_document(kind: str, cost: Cost | None) -> Part:
    if cost is None:
        return Part(kind, None, "document")
    return Part(kind, cost.cents, "document", "", cost.document, cost.dated_on)


def _vat(price_cents: int, facts: Facts) -> Part:
    rates = vat_of(price_cents, facts.contents, facts.on)
    words, document = formula_words.vat(rates)
    return Part("vat", sum(rate.vat_cents for rate in rates), "law", words, document, facts.on)


def vat_of(price_cents: int, contents: Sequence[tuple[str, int]], on: date) -> tuple[Vat, ...]:
    """As a cart with this one piece: shared out by single prices, net taken out once per rate."""
    shares = split(price_cents, [single for _, single in contents])
    rates = [rate_bp(VatClass(vat_class), on) for vat_class, _ in contents]
    return per_rate(zip(rates, shares, strict=True))
