"""Sessions nobody can use any more."""

from sqlalchemy import delete

from shop.accounts.models import SignInSession
from shop.accounts.rules import IDLE
from shop.clock import now
from shop.db import db


def forget_old_sessions() -> None:
    """Removes the rows of sessions left idle for too long. Does not commit."""
    db.session.execute(delete(SignInSession).where(SignInSession.seen_at < now() - 2 * IDLE))
