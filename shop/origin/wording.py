"""Words that may not stand in a text, or only where a claim puts them.

Since 27 September 2026 the Annex to § 3 (3) UWG bans general environmental statements that are not
proven (no. 4a), statements about a whole where only a part is meant (4b), benefits from offsetting
(4c) and marks of one's own (2a). „Bio“ and „öko“ need certificate and control body code (Reg. (EU)
2018/848 Art. 30, 32); „fair“ must be proven (§ 5 UWG); health needs an approved wording (Reg. (EC)
1924/2006). The list is the cautious one.
"""

import re
from enum import StrEnum
from typing import NamedTuple


class Why(StrEnum):
    """Why a word may not stand in a text."""

    #: A general environmental statement.
    GENERIC = "generic"
    #: A benefit from offsetting, or a promise about the climate.
    CLIMATE = "climate"
    #: A legal duty sold as a speciality.
    DUTY = "duty"
    #: A statement about health.
    HEALTH = "health"
    #: The coffee does not grow in the partner town, nor all of it in one place.
    ORIGIN = "origin"
    #: Allowed where a claim renders it, and nowhere else.
    NEEDS_CLAIM = "needs_claim"


class Finding(NamedTuple):
    word: str
    why: Why
    #: Where it begins in the text.
    at: int


def findings(text: str, *, claims_allowed: bool = False) -> list[Finding]:
    """Every such word of a text, in its order; with `claims_allowed`, of a claim's own text, those
    that need one are left out."""
    plain = text.replace("\u00ad", "\u200b")
    found = [
        Finding(match[0], why, match.start())
        for why, pattern in _PATTERNS.items()
        if not (claims_allowed and why is Why.NEEDS_CLAIM)
        for match in pattern.finditer(plain)
        if not _is_a_name(plain, match)
    ]
    return sorted(found, key=lambda finding: finding.at)


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Part of a name that somebody else gave, quoted whole."""
    return any(
        name.start() <= match.start() and match.end() <= name.end()
        for name in _NAMES.finditer(text)
    )


#: The programme of the Servicestelle Kommunen in der Einen Welt; goals of the United Nations.
_NAMES = re.compile(
    r"Kommunalen? Nachhaltigkeitspartnerschaft(en)?( mit Lateinamerika)?"
    r"|Zielen? für nachhaltige Entwicklung"
)
_ENDING = r"(e[rnms]?)?\b"
_PATTERNS = {
    why: re.compile("|".join(words), re.IGNORECASE)
    for why, words in {
        Why.GENERIC: (
            rf"\bumwelt(freundlich|schonend|verträglich|gerecht|bewusst){_ENDING}",
            rf"\bressourcenschonend{_ENDING}",
            rf"\bgrün{_ENDING}",
            r"\bnachhaltig\w*",
            rf"\bbiologisch abbaubar{_ENDING}",
            rf"\bkompostierbar{_ENDING}",
            rf"\bbiobasiert{_ENDING}",
            rf"\bnaturnah{_ENDING}",
            rf"\bökologisch{_ENDING}(?! (anbau|landbau|landwirtschaft|erzeug))",
            r"\bökofair\w*",
            r"\benvironmentally friendly\b|\beco-?friendly\b|\bsustainabl[ey]\b|\bsostenible\b",
        ),
        Why.CLIMATE: (
            r"\bklima[- ]?(neutral|freundlich|positiv|schonend|kompensiert)\w*",
            r"\bco(2|₂)[- ]?(neutral|frei|kompensiert|reduziert|arm|ausgleich)\w*",
            r"\b(carbon|climate)[- ]neutral\b",
        ),
        Why.DUTY: (r"\bentwaldungsfrei\w*", r"\bdeforestation[- ]free\b"),
        Why.HEALTH: (
            r"\bbekömmlich\w*",
            r"\bmagen(schonend|freundlich|mild)\w*",
            r"\bmacht (fit|wach|munter)\b",
            rf"\bgesund{_ENDING}",
            r"\bentschlack\w*|\bentgift\w*|\bdetox\b",
        ),
        Why.ORIGIN: (
            r"\baus (unserer|der) partnerstadt\b",
            r"\b100 ?(%|prozent) (aus )?cajamarca\b",
        ),
        Why.NEEDS_CLAIM: (
            r"\bbio\b(?!\w)",
            r"\bbio(kaffee|qualität|anbau|bohne\w*|produkt\w*|siegel|ware|laden|zertifi\w*)",
            rf"\bbiologisch{_ENDING}(?! abbaubar)",
            r"\böko(?!nom|fair|logisch)\w*",
            rf"\bökologisch{_ENDING} (anbau|landbau|landwirtschaft|erzeug\w*)",
            r"\bfair(e[rnms]?|trade|ness)?\b",
            r"\borganic\b|\borgánic[oa]\b|\bcomercio justo\b",
        ),
    }.items()
}
