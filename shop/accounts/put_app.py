"""Write down which app shows codes for an account."""

from sqlalchemy import delete

from shop.accounts.models import Authenticator
from shop.clock import now
from shop.db import db


def put_app(person_id: int, secret: str, last_step: int = 0) -> None:
    """Without asking for a code: `set_up_app` has, the demo and tests need none.

    `secret` is encrypted, `last_step` that of the last code used. Does not commit.
    """
    db.session.execute(delete(Authenticator).where(Authenticator.person_id == person_id))
    db.session.add(
        Authenticator(person_id=person_id, secret=secret, last_step=last_step, added_at=now())
    )
    db.session.flush()
