"""Ask every law whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.books.law import Law
from shop.books.laws import LAWS
from shop.db import snapshot


@dataclass(frozen=True, slots=True)
class Verdict:
    law: Law
    #: A sentence for each row that breaks it.
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.broken


def check_books(laws: Sequence[Law] = LAWS) -> list[Verdict]:
    """One verdict per law, all about the same moment. Changes nothing and holds up nobody.

    Sees only what is committed. About ten seconds for 100,000 orders.
    """
    with snapshot() as connection:
        return [Verdict(law, law.broken_by(connection)) for law in laws]
