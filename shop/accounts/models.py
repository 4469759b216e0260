"""People who work with the shop, what they may do, and where they are signed in."""

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.db import Base, Utc

people_roles = Table(
    "people_roles",
    Base.metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("role_id", ForeignKey("roles.id"), primary_key=True),
)


class Role(Base, RoleMixin):
    """staff, report, admin or customer."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)


class Person(Base, UserMixin):
    """Somebody who can sign in."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    #: When the address was found to be theirs. Null: a customer who has not answered yet.
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)
    #: Changing it ends every session of this person.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # narrower than the mixin
        secondary=people_roles
    )


class SignInSession(Base):
    """What a session cookie stands for. Only the hash of the cookie's value is kept."""

    __tablename__ = "sign_in_sessions"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Whose it is; null before the sign-in is complete.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    #: A `SessionKind`: how long it may last.
    kind: Mapped[str] = mapped_column(String(10), default="visit")
    #: „Firefox auf Windows“: enough to know one's own again, not what the browser said.
    device: Mapped[str] = mapped_column(String(60), default="")
    started_at: Mapped[datetime] = mapped_column(Utc)
    seen_at: Mapped[datetime] = mapped_column(Utc, index=True)


class SignInTry(Base):
    """A failed sign-in; counted per account and per address, so that guessing slows down."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_bucket", "bucket", "tried_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Hash of the account name or of the address.
    bucket: Mapped[str] = mapped_column(String(64))
    tried_at: Mapped[datetime] = mapped_column(Utc)


class Authenticator(Base):
    """The app on somebody's phone that shows one-time codes."""

    __tablename__ = "authenticators"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: Encrypted with a key made of the shop's secret key.
    secret: Mapped[str] = mapped_column(Text)
    #: Half minutes since 1970 of the last code used: none counts twice.
    last_step: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime] = mapped_column(Utc)


class Passkey(Base):
    """A key on a phone, in a computer or on a stick (WebAuthn). Only its public part is here."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Hash of the question it answered last: no answer counts twice.
    last_answer: Mapped[str] = mapped_column(String(64), default="")
    added_at: Mapped[datetime] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)


class RecoveryCode(Base):
    """Stands in once for a second factor that was lost. Only its keyed hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Utc)


class AccountLink(Base):
    """A link in a mail that opens one door of one account once."""

    __tablename__ = "account_links"
    __table_args__ = (Index("ix_account_links_asked", "answered_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: A `Purpose`.
    purpose: Mapped[str] = mapped_column(String(20))
    #: Where it is sent; good only while this is the account's address, or is to become it.
    email: Mapped[str] = mapped_column(String(254))
    #: Null until the worker has looked whose address it is, and where it is nobody's.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    #: With the shop's key it makes the link; alone it makes nothing.
    nonce: Mapped[str] = mapped_column(String(43))
    made_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc, index=True)
    #: When the mail was queued, or found to have nobody to go to.
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)
