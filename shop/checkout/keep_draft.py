"""Keep what a customer typed at the checkout."""

import secrets

from sqlalchemy import update

from shop.checkout.models import Draft
from shop.checkout.rules import Answers
from shop.clock import now
from shop.db import insert_rows, rows_changed


def keep_draft(answers: Answers, key: str | None) -> str:
    """Keeps the answers under this key, or under a new one if that is used up; returns which.

    192 random bits: whoever holds it reads an address. Does not commit.
    """
    row = {"answers": answers.to_json(), "changed_at": now()}
    # A draft ends with the order placed from it, so a key without one may belong to an order.
    if key and rows_changed(update(Draft).where(Draft.key == key).values(**row)):
        return key
    fresh = secrets.token_urlsafe(24)
    insert_rows(Draft, [{"key": fresh} | row])
    return fresh
