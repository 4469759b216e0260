"""A one-time code is typed."""

from sqlalchemy import update

from shop.accounts.models import Authenticator
from shop.accounts.one_time_codes import step_of
from shop.db import db, rows_changed


def use_code(person_id: int, code: str) -> bool:
    """Whether it is the present code of this account and nobody has used it. Does not commit.

    Of two who type the same at the same moment one is let in.
    """
    found = db.session.get(Authenticator, person_id)
    step = step_of(code, found.secret) if found else None
    if step is None:
        return False
    return bool(
        rows_changed(
            update(Authenticator)
            .where(Authenticator.person_id == person_id, Authenticator.last_step < step)
            .values(last_step=step)
        )
    )
