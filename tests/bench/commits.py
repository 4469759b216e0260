"""The other yardstick: the least that a change in the same database costs until it is durable."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from time import perf_counter

import psycopg
from sqlalchemy import make_url

from tests.bench.measure import Round
from tests.bench.processes import own_seconds, seconds_used


@dataclass(frozen=True)
class Commits:
    """One row changed in each, on so many connections at once; each has a row of its own."""

    url: str
    at_once: int
    #: The first process of the database server, where there is one.
    postmaster: int | None

    def run(self, seconds: float, _numbers: Iterator[int]) -> Round:
        rows = range(1, self.at_once + 1)
        self._lay(rows)
        before, own, start = self._used(), own_seconds(), perf_counter()
        with ThreadPoolExecutor(self.at_once) as connections:
            done = sum(connections.map(lambda row: self._commit(row, start + seconds), rows))
        elapsed = perf_counter() - start
        used = {"database": self._used() - before, "generator": own_seconds() - own}
        return Round(done, elapsed, used)

    def _lay(self, rows: range) -> None:
        with _connected(self.url) as run:
            run("create table if not exists bench_commits (id integer primary key, n integer)")
            run("delete from bench_commits")
            for row in rows:
                run(f"insert into bench_commits values ({row}, 0)")

    def _commit(self, row: int, until: float) -> int:
        done = 0
        with _connected(self.url) as run:
            while perf_counter() < until:
                run(f"update bench_commits set n = n + 1 where id = {row}")
                done += 1
        return done

    def _used(self) -> float:
        return seconds_used(self.postmaster) if self.postmaster else 0.0


@contextmanager
def _connected(url: str) -> Iterator[Callable[[str], object]]:
    """Runs statements, each a transaction of its own."""
    found = make_url(url)
    if found.get_backend_name() == "sqlite":
        # As patient as the shop; as durable, too: this is what SQLite does by itself.
        with closing(sqlite3.connect(found.database or "", 30, isolation_level=None)) as connection:
            yield connection.execute
    else:
        address = found.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as server:
            yield lambda statement: server.execute(statement.encode())
