"""Somebody lost everything they prove themselves with."""

from sqlalchemy import delete

from shop.accounts.end_sessions import end_sessions
from shop.accounts.models import Authenticator, Passkey, RecoveryCode
from shop.db import rows_changed


def reset_factors(person_id: int) -> None:
    """No app, no passkey, no recovery code, no session is left. Does not commit.

    Who works here sets up a second factor anew at the next sign-in.
    """
    for table in (Authenticator, Passkey, RecoveryCode):
        rows_changed(delete(table).where(table.person_id == person_id))
    end_sessions(person_id)
