"""What the books say in a test."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import func, select

from shop.books.check_books import check_books
from shop.books.law import Law
from shop.books.laws import LAWS
from shop.db import db
from shop.ledger.models import Entry


def broken_laws(laws: Sequence[Law] = LAWS) -> dict[str, tuple[str, ...]]:
    """Name of each broken law → its sentences; empty when the books hold. Needs an app context."""
    verdicts = check_books(laws)
    return {verdict.law.name: verdict.broken for verdict in verdicts if not verdict.holds}


def booked_cents(app: Flask) -> int:
    """Gross of all that was sold, less what was taken back."""
    with app.app_context():
        return db.session.scalar(select(func.coalesce(func.sum(Entry.gross_cents), 0))) or 0
