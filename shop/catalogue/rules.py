"""How things of the catalogue are named, and what a product needs before it may be shown."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from shop.web.colours import is_colour

#: Key in the database → words.
GRINDS = {
    "bean": "ganze Bohne",
    "filter": "gemahlen für Filter",
    "espresso": "gemahlen für Espresso",
}
USES = {"filter": "Filter", "espresso": "Espresso", "machine": "Vollautomat"}
TASTES = {"chocolate": "schokoladig", "nutty": "nussig", "fruity": "fruchtig"}
ROASTS = {1: "hell", 2: "mittelhell", 3: "mittel", 4: "mitteldunkel", 5: "dunkel"}
ACIDITIES = {1: "kaum", 2: "wenig", 3: "ausgewogen", 4: "lebhaft", 5: "kräftig"}
BODIES = {1: "sehr leicht", 2: "leicht", 3: "mittel", 4: "voll", 5: "sehr voll"}
#: Fill quantities one can filter by, in grams.
SIZES = (250, 500, 1000)
FOOD = frozenset({"coffee", "chocolate", "set"})
#: Columns of `products` that must be filled, for everything and by kind. The coffees of a set
#: are roasted each in its own way, so it has no roast level.
_NEEDED = ("slug", "name", "tagline", "description")
_NEEDED_BY_KIND = {
    "coffee": ("legal_name", "storage", "flavour_notes", "roast_level"),
    "chocolate": ("legal_name", "storage", "ingredients", "nutrition"),
    "set": ("legal_name", "storage"),
    "goods": ("maker",),
}
_COLOURS = ("bag_colour", "label_colour", "accent_colour")

#: Shorter ends of words are no help in a search.
_SHORTEST_TAIL = 4
LONGEST_WORD = 40


def variant_name(size: str, grind: str | None) -> str:
    """„250 g, ganze Bohne“; just the size where there is nothing to grind."""
    return f"{size}, {GRINDS[grind]}" if grind else size


def legal_name(product_legal_name: str, grind: str | None) -> str:
    """The name of the food for one variant: „Röstkaffee, gemahlen“ (Art. 17 LMIV, KaffeeV).

    In a set the coffee stands first: „Röstkaffee; Becher“ → „Röstkaffee, gemahlen; Becher“.
    """
    return legal_names(product_legal_name, {GRINDS[grind]} if grind else ())


def legal_names(product_legal_name: str, grinds: Collection[str]) -> str:
    """The name for all variants together: „Röstkaffee, ganze Bohne oder gemahlen“."""
    kinds = [GRINDS["bean"]] if GRINDS["bean"] in grinds else []
    if any(grind and grind != GRINDS["bean"] for grind in grinds):
        kinds.append("gemahlen")
    coffee, sign, others = product_legal_name.partition(";")
    return ", ".join(filter(None, (coffee, " oder ".join(kinds)))) + sign + others


def reduced_by_percent(price_cents: int, lowest_cents: int) -> int:
    """Whole percent below the lowest price of the 30 days before, and never more than it is.

    Counted from that price and from no other (CJEU C-330/23).
    """
    return (lowest_cents - price_cents) * 100 // lowest_cents


def duration(seconds: int) -> str:
    """„28 s“, „3:30 min“."""
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60}:{seconds % 60:02d} min"


def words_of(text: str) -> list[str]:
    """The words of a text as the search compares them: small letters, no accents, no signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    spaced = "".join(c if c.isalnum() else " " for c in letters)
    return [word[:LONGEST_WORD] for word in spaced.split()]


def search_words(*texts: str) -> set[str]:
    """What a product is found by: its words, and their ends, so that „nuss“ finds „Haselnuss“."""
    found: set[str] = set()
    for word in (word for text in texts for word in words_of(text)):
        found.add(word)
        found.update(word[cut:] for cut in range(1, len(word) - _SHORTEST_TAIL + 1))
    return found


class OnSale(NamedTuple):
    """What matters of a variant before its product is shown."""

    net_grams: int | None
    has_parts: bool


def missing(product: Mapping[str, object], variants: Sequence[OnSale]) -> list[str]:
    """What a product needs before it may be shown, by the names of its columns; empty: nothing.

    Information due before a purchase is asked for: Art. 14 LMIV for food, Art. 19 GPSR for other
    goods, § 4 PAngV.
    """
    needed = (*_NEEDED, *_NEEDED_BY_KIND[str(product["kind"])])
    return [
        *(name for name in needed if not str(product[name] or "").strip()),
        *(name for name in _COLOURS if not is_colour(str(product[name]))),
        *_missing_in_variants(product, variants),
    ]


def _missing_in_variants(
    product: Mapping[str, object], variants: Sequence[OnSale]
) -> Iterator[str]:
    if not variants:
        yield "variants"
    unweighed = [variant for variant in variants if variant.net_grams is None]
    if product["kind"] in {"coffee", "chocolate"} and unweighed:
        yield "net_grams"
    if product["kind"] == "set" and unweighed:
        # A set of different things is exempt from fill quantity and Grundpreis (§ 4 (3) PAngV);
        # its parts share out price and VAT.
        if not all(variant.has_parts for variant in unweighed):
            yield "variant_parts"
        if not str(product["maker"]).strip():
            yield "maker"
