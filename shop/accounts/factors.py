"""Which second factors somebody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.accounts.models import Authenticator, Passkey, Person, RecoveryCode
from shop.accounts.rules import works_here
from shop.db import db


@dataclass(frozen=True, slots=True)
class Factors:
    #: Since when an app shows codes for this account.
    app_since: datetime | None
    passkeys: Sequence[Passkey]
    recovery_codes_left: int

    @property
    def count(self) -> int:
        """Recovery codes are none: they stand in for one."""
        return len(self.passkeys) + (self.app_since is not None)


def factors_of(person_id: int) -> Factors:
    return Factors(
        app_since=db.session.scalar(
            select(Authenticator.added_at).where(Authenticator.person_id == person_id)
        ),
        passkeys=db.session.scalars(
            select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
        ).all(),
        recovery_codes_left=db.session.scalar(
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
        )
        or 0,
    )


def needs_second_factor(person: Person) -> bool:
    """Who works here always does, a customer once they have set one up."""
    return works_here(role.name for role in person.roles) or factors_of(person.id).count > 0
