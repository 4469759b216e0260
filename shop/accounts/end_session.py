"""Sign somebody out of one browser."""

from sqlalchemy import delete

from shop.accounts.models import SignInSession
from shop.db import rows_changed


def end_session(person_id: int, reference: str) -> bool:
    """The one of theirs whose hash begins so; False if there is none. Does not commit."""
    return bool(
        rows_changed(
            delete(SignInSession).where(
                SignInSession.person_id == person_id,
                SignInSession.id_hash.startswith(reference, autoescape=True),
            )
        )
    )
