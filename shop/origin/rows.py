"""Forms with several rows of the same questions, without JavaScript: „Weitere Zeile“ adds some."""

from collections.abc import Mapping

from shop.web.numbers import small_number

#: The hidden field with the number of rows, and the button that asks for more.
ROWS, MORE = "rows", "mehr"
AT_FIRST, AT_MOST, MORE_BY = 3, 24, 2


def rows_asked(typed: Mapping[str, str], stored: int = 0) -> int:
    """How many rows the form has: those it had, those stored, and more when the button says so."""
    had = small_number(typed.get(ROWS, "")) or 0
    wanted = max(had, AT_FIRST, stored + 1 if not typed else 0)
    return min(wanted + (MORE_BY if MORE in typed else 0), AT_MOST)
