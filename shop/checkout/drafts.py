"""What a customer typed at the checkout, kept until it becomes an order or a day has passed."""

import re
import secrets
from datetime import datetime, timedelta

from flask import Response, request
from sqlalchemy import delete, exists, select, update

from shop.checkout.models import Draft
from shop.checkout.rules import Answers
from shop.clock import now
from shop.config import settings
from shop.db import db, insert_missing, rows_changed
from shop.orders.models import Order

_KEPT = timedelta(days=1)
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


def draft_key() -> str | None:
    """The key in the request's cookie, if it can be one of ours."""
    key = request.cookies.get(_name(), "")
    return key if _KEY.fullmatch(key) else None


def key_for_answers() -> str:
    """The key to keep answers under: the request's own, or a new one once that has become an order.

    192 random bits: whoever holds it reads an address.
    """
    key = draft_key()
    if key is None or db.session.scalar(select(exists().where(Order.draft_key == key))):
        return secrets.token_urlsafe(24)
    return key


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


def keep_draft(key: str, answers: Answers) -> None:
    """Does not commit."""
    row = {"answers": answers.to_json(), "changed_at": now()}
    if not rows_changed(update(Draft).where(Draft.key == key).values(**row)):
        insert_missing(Draft, [row | {"key": key}])


def forget_draft(key: str) -> None:
    """The order has it all now. Does not commit."""
    db.session.execute(delete(Draft).where(Draft.key == key))


def forget_old_drafts(moment: datetime) -> None:
    """Nobody ordered from these for a day. Does not commit."""
    db.session.execute(delete(Draft).where(Draft.changed_at < moment - _KEPT))


def _name() -> str:
    return "__Host-stadtkaffee_kasse" if settings().secure else "stadtkaffee_kasse"
