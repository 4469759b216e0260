"""Sessions nobody can use any more."""

from sqlalchemy import delete

from shop.accounts.models import SignInSession
from shop.accounts.rules import LIFETIMES
from shop.clock import now
from shop.db import db


def forget_old_sessions() -> None:
    """Removes the rows of sessions that ended by themselves. Does not commit."""
    for kind, lasts in LIFETIMES.items():
        db.session.execute(
            delete(SignInSession).where(
                SignInSession.kind == kind,
                (SignInSession.seen_at < now() - 2 * lasts.idle)
                | (SignInSession.started_at < now() - lasts.longest),
            )
        )
