"""How things of the catalogue are named, and what a product needs before it may be shown."""

import re
import unicodedata
from collections.abc import Collection

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
PICTURES = ("bag", "set", "crate", "mug", "filter", "chocolate", "gift")
FOOD = frozenset({"coffee", "chocolate", "set"})

#: Shorter ends of words are no help in a search.
_SHORTEST_TAIL = 4
LONGEST_WORD = 40
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def variant_name(size: str, grind: str | None) -> str:
    """„250 g, ganze Bohne“; just the size where there is nothing to grind."""
    return f"{size}, {GRINDS[grind]}" if grind else size


def legal_name(product_legal_name: str, grind: str | None) -> str:
    """The name of the food for one variant: „Röstkaffee, gemahlen“ (Art. 17 LMIV, KaffeeV)."""
    if not grind:
        return product_legal_name
    return f"{product_legal_name}, {GRINDS['bean'] if grind == 'bean' else 'gemahlen'}"


def legal_names(product_legal_name: str, grinds: Collection[str]) -> str:
    """The name for all variants together: „Röstkaffee, ganze Bohne oder gemahlen“."""
    kinds = [GRINDS["bean"]] if GRINDS["bean"] in grinds else []
    if any(grind and grind != GRINDS["bean"] for grind in grinds):
        kinds.append("gemahlen")
    return ", ".join(filter(None, (product_legal_name, " oder ".join(kinds))))


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


def is_colour(text: str) -> bool:
    return bool(_COLOUR.fullmatch(text))
