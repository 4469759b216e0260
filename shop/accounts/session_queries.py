"""Where somebody is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import session
from sqlalchemy import select

from shop.accounts.models import SignInSession
from shop.accounts.rules import SessionKind, is_alive
from shop.accounts.sessions import StoredSession
from shop.clock import now
from shop.db import db

#: So much of the hash names a session on a page; it opens nothing.
_REFERENCE = 16


@dataclass(frozen=True, slots=True)
class SeenSession:
    reference: str
    device: str
    started_at: datetime
    seen_at: datetime
    is_this_one: bool


def sessions_of(person_id: int) -> Sequence[SeenSession]:
    """Those that are alive, the one last used first."""
    rows = db.session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == person_id)
        .order_by(SignInSession.seen_at.desc(), SignInSession.id_hash)
    )
    mine, moment = own_session(), now()
    return [
        SeenSession(
            reference=row.id_hash[:_REFERENCE],
            device=row.device,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this_one=row.id_hash == mine,
        )
        for row in rows
        if is_alive(SessionKind(row.kind), row.started_at, row.seen_at, moment)
    ]


def own_session() -> str | None:
    """The hash that names the visitor's session."""
    return cast(StoredSession, session._get_current_object()).id_hash  # type: ignore[attr-defined]
