"""Keep a wording for ever."""

from collections.abc import Iterable

from flask import current_app
from sqlalchemy import select

from shop.clock import now
from shop.db import db, insert_missing
from shop.legal.current import LegalText
from shop.legal.models import KeptText


def keep(texts: Iterable[LegalText]) -> None:
    """Store the wordings not stored yet, so that an order can point to them by their SHA-256.

    Call it before the row that refers to them. Any number of processes may keep the same wording
    at once: one of them stores it, the others find it. Does not commit.
    """
    wanted = {text.sha256: text for text in texts}
    # What was found once stays for ever: the table is append-only.
    found: set[str] = current_app.extensions.setdefault("kept_texts", set())
    if wanted.keys() <= found:
        return
    stored = select(KeptText.sha256).where(KeptText.sha256.in_(wanted))
    found.update(db.session.scalars(stored))
    missing = wanted.keys() - found
    if missing:
        # Sorted: two that keep the same new texts must not wait for each other in a ring.
        insert_missing(KeptText, [_row(wanted[digest]) for digest in sorted(missing)])


def _row(text: LegalText) -> dict[str, object]:
    return {
        "sha256": text.sha256,
        "name": text.name,
        "version": text.version,
        "title": text.title,
        "text": text.text,
        "first_shown_at": now(),
    }
