"""What the books say in a test."""

from collections.abc import Sequence

from shop.books.check_books import check_books
from shop.books.law import Law
from shop.books.laws import LAWS


def broken_laws(laws: Sequence[Law] = LAWS) -> dict[str, tuple[str, ...]]:
    """Name of each broken law → its sentences; empty when the books hold. Needs an app context."""
    verdicts = check_books(laws)
    return {verdict.law.name: verdict.broken for verdict in verdicts if not verdict.holds}
