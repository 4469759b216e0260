"""What was typed at the checkout so far."""

from sqlalchemy import select

from shop.checkout.models import Draft
from shop.checkout.rules import Answers
from shop.db import db


def answers_of_draft(key: str | None) -> Answers | None:
    """None without a key, without a draft, and for one that another release has written."""
    if key is None:
        return None
    stored = db.session.scalar(select(Draft.answers).where(Draft.key == key))
    try:
        return Answers.from_json(stored) if stored else None
    except (KeyError, TypeError, ValueError):
        # Asked again rather than misread.
        return None
