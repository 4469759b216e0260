"""A recovery code is typed."""

from sqlalchemy import update

from shop.accounts.models import RecoveryCode
from shop.accounts.recovery_rules import plain
from shop.accounts.seal import seals
from shop.clock import now
from shop.db import rows_changed


def use_recovery_code(person_id: int, typed: str) -> bool:
    """Whether it is one of theirs that nobody has used; now it is used. Does not commit."""
    return bool(
        rows_changed(
            update(RecoveryCode)
            .where(
                RecoveryCode.person_id == person_id,
                RecoveryCode.code_hash.in_(seals("recovery code", f"{person_id}:{plain(typed)}")),
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=now())
        )
    )
