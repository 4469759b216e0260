"""What a customer typed at the checkout, kept until it becomes an order or a day has passed."""

import re
import secrets
from datetime import datetime, timedelta

from flask import Response, request
from sqlalchemy import delete, insert, select, update

from shop.checkout.models import Draft
from shop.checkout.rules import Answers
from shop.clock import now
from shop.config import settings
from shop.db import db, rows_changed

_KEPT = timedelta(days=1)
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


def draft_key() -> str | None:
    """The key in the request's cookie, if it can be one of ours."""
    key = request.cookies.get(_name(), "")
    return key if _KEY.fullmatch(key) else None


def remember_key(response: Response, key: str) -> None:
    response.set_cookie(
        _name(),
        key,
        max_age=int(_KEPT.total_seconds()),
        secure=settings().secure,
        httponly=True,
        samesite="Lax",
    )


def read_draft(key: str | None) -> Answers | None:
    if key is None:
        return None
    stored = db.session.scalar(select(Draft.answers).where(Draft.key == key))
    try:
        return Answers.from_json(stored) if stored else None
    except (KeyError, TypeError, ValueError):
        # Written by another release: asked again rather than misread.
        return None


def keep_draft(answers: Answers) -> str:
    """Keeps the answers and returns their key: the request's own, or a new one if that is used up.

    192 random bits: whoever holds it reads an address. Does not commit.
    """
    row = {"answers": answers.to_json(), "changed_at": now()}
    key = draft_key()
    # A draft ends with the order placed from it, so a key without one may belong to an order.
    if key and rows_changed(update(Draft).where(Draft.key == key).values(**row)):
        return key
    key = secrets.token_urlsafe(24)
    db.session.execute(insert(Draft).values(key=key, **row))
    return key


def forget_draft(key: str) -> None:
    """The order has it all now. Does not commit."""
    db.session.execute(delete(Draft).where(Draft.key == key))


def forget_old_drafts(moment: datetime) -> None:
    """Nobody ordered from these for a day. Does not commit."""
    db.session.execute(delete(Draft).where(Draft.changed_at < moment - _KEPT))


def _name() -> str:
    return "__Host-stadtkaffee_kasse" if settings().secure else "stadtkaffee_kasse"
