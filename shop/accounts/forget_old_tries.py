"""Tries to sign in that count no more."""

from sqlalchemy import delete

from shop.accounts.models import SignInTry
from shop.accounts.rules import WINDOW
from shop.clock import now
from shop.db import db


def forget_old_tries() -> None:
    """Removes tries from before the window in which they are counted. Does not commit."""
    db.session.execute(delete(SignInTry).where(SignInTry.tried_at < now() - 2 * WINDOW))
