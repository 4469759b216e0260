"""What a law about the books is."""

from dataclasses import dataclass
from typing import Any

from shop.web.filters import euro


@dataclass(frozen=True, slots=True)
class Law:
    """A sentence that holds at any moment, and a question that finds what breaks it."""

    #: Short, for tests and for whoever talks about it.
    name: str
    sentence: str
    #: SQL that SQLite and PostgreSQL understand alike, without parameters and without a per cent
    #: sign. No column holds personal data.
    question: str
    #: One row of the answer in words; columns named `*_cents` are written in euros.
    wrong: str

    def tell(self, row: dict[str, Any]) -> str:
        return self.wrong.format_map({name: _in_words(name, row[name]) for name in row})


def _in_words(name: str, value: Any) -> str:
    if value is None:
        return "nichts"
    return euro(int(value)) if name.endswith("_cents") else str(value)
