"""Sessions live in the database; the cookie is only a random name for one of them.

A signed cookie would go on to sign in after logout. Visitors without this cookie cost no query
and get none: a session is kept only once something is put into it.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import delete, insert, select, update

from shop.accounts.device_words import device_words
from shop.accounts.models import SignInSession
from shop.accounts.rules import LIFETIMES, TOUCH, SessionKind, is_alive
from shop.clock import now
from shop.db import db, start_writing

#: Flask-Security puts these into every session it sees; alone they are not worth keeping.
_NOT_WORTH_A_COOKIE = {"fs_cc", "fs_gexp", "_fresh", "_id", "_remember", "_permanent"}


class StoredSession(SessionMixin):
    """What one browser's session holds. Read from the database when first looked at."""

    modified = False

    def __init__(self, cookie: str | None) -> None:
        self.id_hash = hash_of(cookie) if cookie else None
        self.who: tuple[Any, ...] = ()
        #: None where the database knows no living session of that name.
        self.seen_at: datetime | None = None
        self._content: dict[str, Any] | None = None if cookie else {}

    @property
    def content(self) -> dict[str, Any]:
        if self._content is None:
            # Empty from here on: if the database fails now, its error page must not ask again.
            self._content = {}
            self._read()
        return self._content

    def _read(self) -> None:
        row = db.session.execute(
            select(
                SignInSession.content,
                SignInSession.kind,
                SignInSession.started_at,
                SignInSession.seen_at,
            ).where(SignInSession.id_hash == self.id_hash)
        ).first()
        if row and is_alive(SessionKind(row.kind), row.started_at, row.seen_at, now()):
            self._content, self.seen_at = dict(row.content), row.seen_at
            self.who = who_is(row.content)

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.content[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self.content[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


class StoredSessions(SessionInterface):
    """Keeps sessions in `sign_in_sessions`, each change in a short transaction of its own."""

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        return StoredSession(request.cookies.get(self.get_cookie_name(app)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, StoredSession)
        if not session.modified:
            _touch(session)
        elif not set(session) - _NOT_WORTH_A_COOKIE:
            self._end(app, session, response)
        elif session.seen_at and who_is(session.content) == session.who:
            _rewrite(session)
        else:
            self._begin(app, session, response)

    def _begin(self, app: Flask, session: StoredSession, response: Response) -> None:
        """A new name, also at each step of signing in or out: one planted before is worthless."""
        cookie = secrets.token_urlsafe(32)
        start_writing()
        db.session.execute(_gone(session))
        db.session.execute(
            insert(SignInSession).values(
                id_hash=hash_of(cookie),
                content=session.content,
                person_id=session.get("person"),
                kind=session.get("kind", SessionKind.VISIT),
                device=device_words(request.user_agent.string),
                started_at=now(),
                seen_at=now(),
            )
        )
        db.session.commit()
        response.set_cookie(
            self.get_cookie_name(app),
            cookie,
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            samesite=self.get_cookie_samesite(app),
            httponly=True,
            max_age=_lasting(session),
        )

    def _end(self, app: Flask, session: StoredSession, response: Response) -> None:
        if session.id_hash is None:
            return
        if session.seen_at:
            start_writing()
            db.session.execute(_gone(session))
            db.session.commit()
        response.delete_cookie(
            self.get_cookie_name(app),
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            samesite=self.get_cookie_samesite(app),
            httponly=True,
        )


def hash_of(cookie: str) -> str:
    """What is kept of a cookie's value: enough to find it, not enough to use it."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def who_is(content: Mapping[str, Any]) -> tuple[Any, ...]:
    """Whoever is signed in, or on the way there."""
    return content.get("_user_id"), content.get("half"), content.get("person")


def _lasting(session: StoredSession) -> timedelta | None:
    """A customer stays signed in when the browser is closed; nobody else does."""
    if session.get("kind") != SessionKind.CUSTOMER:
        return None
    return LIFETIMES[SessionKind.CUSTOMER].longest


def _touch(session: StoredSession) -> None:
    if session.seen_at is None or now() - session.seen_at < TOUCH:
        return
    start_writing()
    db.session.execute(
        update(SignInSession).where(SignInSession.id_hash == session.id_hash).values(seen_at=now())
    )
    db.session.commit()


def _rewrite(session: StoredSession) -> None:
    # An UPDATE: a session that was ended meanwhile stays ended.
    start_writing()
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id_hash == session.id_hash)
        .values(content=session.content, seen_at=now())
    )
    db.session.commit()


def _gone(session: StoredSession) -> Any:
    return delete(SignInSession).where(SignInSession.id_hash == session.id_hash)
