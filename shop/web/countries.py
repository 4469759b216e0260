"""Where a bill may go: the countries of the European Union. Parcels go to Germany only."""

from babel import Locale

GERMANY = "DE"
_UNION = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
_NAMES: dict[str, str] = {code: Locale("de").territories[code] for code in _UNION}

#: (code, German name), Germany first, the others by name; Österreich stands among the O.
CHOICES = sorted(_NAMES.items(), key=lambda item: (item[0] != GERMANY, item[1].replace("Ö", "O")))


def country_name(code: str) -> str:
    """AT → „Österreich“."""
    return _NAMES[code]
