"""Codes on paper, for the day the telephone is gone."""

import secrets
from collections.abc import Sequence

from sqlalchemy import delete

from shop.accounts.models import RecoveryCode
from shop.accounts.recovery_rules import ALPHABET, COUNT, LENGTH, grouped
from shop.accounts.seal import seal
from shop.db import db


def write_recovery_codes(person_id: int) -> Sequence[str]:
    """Ten new ones, to be shown once; those before are worth nothing more. Does not commit."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    db.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=seal("recovery code", f"{person_id}:{code}"))
        for code in codes
    )
    db.session.flush()
    return [grouped(code) for code in codes]
