"""What a law about the books is."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

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
    #: The question for PostgreSQL, where the two do not understand alike.
    on_postgresql: str = ""

    def broken_by(self, connection: Connection) -> tuple[str, ...]:
        """A sentence for each row that breaks it, as this connection sees the database."""
        is_other = bool(self.on_postgresql) and connection.dialect.name == "postgresql"
        question = self.on_postgresql if is_other else self.question
        rows = connection.exec_driver_sql(question).mappings()
        return tuple(
            self.wrong.format_map({name: _in_words(name, row[name]) for name in row})
            for row in rows
        )


def _in_words(name: str, value: Any) -> str:
    if value is None:
        return "nichts"
    return euro(int(value)) if name.endswith("_cents") else str(value)
