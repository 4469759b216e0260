"""The database: SQLite by default, PostgreSQL for production, the same code on both.

Only the edge commits: a page, a payment event, a command. On SQLite a page that only reads
begins DEFERRED, everything else IMMEDIATE, so that a transaction never has to turn from
reading to writing (which SQLite answers with an error at once, whatever the timeout).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from select import POLLIN, poll
from typing import Any

import psycopg
from flask import Flask, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Delete,
    Dialect,
    Engine,
    Executable,
    Insert,
    MetaData,
    Update,
    event,
    insert,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 30
#: A database for one connection, gone with it.
IN_MEMORY = "sqlite://"


class Base(DeclarativeBase):
    """The base of every table; a plain one, so that type checkers read the models."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy()


class Utc(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. Refuses naive datetimes."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone; what was written is UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def start_writing() -> None:
    """Leave what was read so far behind; what follows in this request may write."""
    db.session.rollback()
    g.writing = True


def only_reading() -> None:
    """What follows in this request only reads, also in a POST whose result is a cookie.

    On SQLite it then waits for no writer; on PostgreSQL it opens no transaction, which saves two
    of three trips to the server. `start_writing` ends it.
    """
    g.writing = False
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection beside the session that only reads: what is committed as each query runs.

    For the public pages, and for a look before a call to somebody else. On PostgreSQL it opens no
    transaction, which saves two of four trips to the server; on SQLite it waits for no writer.
    Within a transaction of the session it is the session's: SQLite would wait for itself.
    """
    if db.session.registry.has() and db.session().in_transaction():
        yield db.session.connection()
        return
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        else:
            connection.execution_options(only_reads=True)
        yield connection


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection beside the session that only reads, and sees one moment until the block ends.

    Nobody waits for it on PostgreSQL; on SQLite a commit does.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        else:
            connection.execution_options(only_reads=True)
        yield connection


def rows_changed(statement: Update | Delete, values: Mapping[str, Any] | None = None) -> int:
    """Runs a guarded change; the number of rows it met is the answer, also when two try at once.

    `values` are those of its `bindparam`s: a statement built once costs half of one built anew.
    """
    return execute(statement, values).rowcount


def insert_missing(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts the rows whose key is not there yet, and says how many, also when others do so."""
    return execute(_inserting_missing(table, db.engine.dialect.name), rows).rowcount


def insert_rows(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that name the same columns, without their objects: in a third of the time."""
    execute(insert(table), rows)


def execute(
    statement: Executable, values: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """In the session's transaction, after what waits in it; objects read before stay unchanged.

    On plain columns, and a statement built once, in a third of the time of the session's own.
    """
    db.session.flush()
    return db.session.connection().execute(statement, values)


@cache
def _inserting_missing(table: type[Base], dialect: str) -> Insert:
    statement = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return statement.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def engine_options(database_url: str) -> dict[str, Any]:
    # No parameters in messages: they may be somebody's name.
    quiet = {"hide_parameters": True}
    if database_url == IN_MEMORY:
        return quiet
    # More than a worker has threads, so that none opens a connection and throws it away; the
    # warmest first: what a connection has prepared is known to it alone.
    pool = {"pool_size": 12, "max_overflow": 8, "pool_use_lifo": True}
    return quiet | pool | {"connect_args": _connect_args(database_url)}


def _connect_args(database_url: str) -> dict[str, Any]:
    if database_url.startswith("sqlite"):
        return {"timeout": BUSY_SECONDS}
    return {
        "connect_timeout": 5,
        # A process that freezes while it holds a row must not stop all the others for ever.
        "options": "-c lock_timeout=15s -c idle_in_transaction_session_timeout=60s",
    }


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)
        else:
            _prepare_postgresql(db.engine)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # No implicit BEGIN of the driver: the listener below says which one.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        # FULL: a confirmed order survives a power cut. The rollback journal stays: below
        # 3.51.3 a WAL database with two writers can be corrupted.
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _began(connection: Any) -> None:
        if connection.get_execution_options().get("only_reads") or _only_reads():
            # Never waits and never fails, so the driver may be asked directly: less than half the
            # time of a statement.
            connection.connection.driver_connection.execute("BEGIN")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "checkout")
    def _taken(connection: Any, _record: Any, _fairy: Any) -> None:
        # Only a connection on which something came unasked, as a rule the server's farewell, is
        # tried. To ping each of them would cost every page a trip to the server.
        heard = poll()
        heard.register(connection.pgconn.socket, POLLIN)
        if heard.poll(0) and not _answers(engine, connection):
            raise DisconnectionError


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except psycopg.Error:
        return False


def _only_reads() -> bool:
    if not has_request_context():
        return False
    return not g.get("writing", request.method not in {"GET", "HEAD"})
