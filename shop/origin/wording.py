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

from shop.origin.folded import folded


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
    plain, at = folded(text)
    found = [
        Finding(match[0], why, at[match.start()])
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


#: Whose marks are on coffee: patterns of names that only a certificate of theirs carries.
KNOWN_SCHEMES = (
    *(r"fair[- ]?trade", "naturland", "demeter", "bioland", "biokreis", "ecovin", "ecocert"),
    *("rainforest[- ]?alliance", "wfto", r"utz\b", "fair for life", "flocert", "bird friendly"),
)
#: The programme of the Servicestelle Kommunen in der Einen Welt; goals of the United Nations; what
#: nobody's liability for can be excluded (§ 309 no. 7 BGB).
_NAMES = re.compile(
    r"Kommunalen? Nachhaltigkeitspartnerschaft(en)?( mit Lateinamerika)?"
    r"|Zielen? für nachhaltige Entwicklung|Körpers oder der Gesundheit"
)
#: „bio“ as a part of words: not of a biography, a biologist, nor of bioavailability.
_BIO = (
    r"arabica|anbau|betrieb|bohne|bauer|bäuer|café|fach|hof|höfe|kaffee|laden|läden|land|"
    r"lebensmittel|marke|markt|produkt|qualität|regal|robusta|röst|siegel|sorte|standard|verband|"
    r"ware|zertifi|zucker"
)
_PATTERNS = {
    why: re.compile("|".join(words), re.IGNORECASE)
    for why, words in {
        Why.GENERIC: (
            r"\bumwelt[- ]?(freundlich|schonend|verträglich|gerecht|bewusst|neutral)\w*",
            r"\bressourcen[- ]?schonend\w*",
            r"\bgrün(e[rnms]?|er(e[rnms]?)?|st(e[rnms]?)?)?\b",
            r"\bnachhaltig\w*",
            r"\bbiologisch abbaubar\w*",
            r"\bkompostierbar\w*",
            r"\bbiobasiert\w*",
            r"\bnaturnah\w*|\bnaturnäh\w*",
            r"\bemissions[- ]?(frei|arm|neutral)\w*",
            r"\bökologisch\w*(?! (anbau|landbau|landwirtschaft|erzeug))\b",
            r"\b(öko|oeko|bio)[- ]?fair\w*",
            r"\benvironmentally friendly\b|\beco-?friendly\b|\bsustainab(l[ey]|ility)\b",
            r"\bsostenib(le|les|ilidad)\b",
        ),
        Why.CLIMATE: (
            r"\bklima[- ]?(neutral|freundlich|positiv|schonend|kompensiert|bewusst|gerecht)\w*",
            r"\bco2[- ]?(neutral|frei|kompensiert|reduziert|arm|ausgleich)\w*",
            r"\b(carbon|climate)[- ]neutral\b",
        ),
        Why.DUTY: (r"\bentwaldungsfrei\w*", r"\bdeforestation[- ]free\b"),
        Why.HEALTH: (
            r"\bbekömmlich\w*",
            r"\bmagen[- ]?(schonend|freundlich|mild)\w*",
            r"\bmacht (fit|wach|munter)\b",
            r"\bgesund(e[rnms]?|er(e[rnms]?)?)?\b",
            r"\bgesünde(r|st)\w*",
            r"\bgesundheit(?!sbezogen|swesen|samt|sämt|szeugnis)\w*",
            r"\bentschlack\w*|\bentgift\w*|\bdetox\b",
        ),
        Why.ORIGIN: (
            r"\baus (unserer|der) partnerstadt\b",
            r"\baus cajamarca, (unserer|der) partnerstadt\b",
            r"\b100 ?(%|prozent) (aus )?((der )?region )?cajamarca\b",
        ),
        Why.NEEDS_CLAIM: (
            r"\bbio\b",
            rf"\bbio({_BIO})\w*",
            r"\bbiodynami\w*",
            r"\bbiologisch\w*(?! abbaubar)\b",
            r"\b(öko|oeko)(?!nom|[- ]?fair|logi|system)\w*",
            r"\bökologisch\w* (anbau|landbau|landwirtschaft|erzeug\w*)",
            r"\bfair([- ]?(trade|handel|gehandelt)\w*|e[rnms]?|ere[rnms]?|ste[rnms]?|ness)?\b",
            r"\borganic\b|\borgánic[oa]s?\b|\bcomercio justo\b|\bprecio justo\b",
            *(rf"\b{name}\w*" for name in KNOWN_SCHEMES),
        ),
    }.items()
}
