"""People who work with the shop, what they may do, and where they are signed in."""

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table
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
