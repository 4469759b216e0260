"""A passkey answers."""

import hashlib

from sqlalchemy import select, update

from shop.accounts.models import Passkey
from shop.accounts.passkeys import named_in, proved
from shop.clock import now
from shop.db import db, rows_changed


def use_passkey(person_id: int, answer: str, challenge: str) -> bool:
    """Whether one of theirs answered this challenge, and for the first time. Does not commit."""
    key = db.session.scalar(
        select(Passkey).where(
            Passkey.person_id == person_id, Passkey.credential_id == named_in(answer)
        )
    )
    count = proved(answer, challenge, key) if key and challenge else None
    if key is None or count is None:
        return False
    this_answer = hashlib.sha256(challenge.encode()).hexdigest()
    return bool(
        rows_changed(
            update(Passkey)
            .where(
                Passkey.id == key.id,
                Passkey.last_answer != this_answer,
                Passkey.sign_count == key.sign_count,
            )
            .values(sign_count=count, last_answer=this_answer, used_at=now())
        )
    )
