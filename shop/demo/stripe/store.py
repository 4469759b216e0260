"""The store: Stripe's objects as JSON documents in one SQLite file, each change in a transaction.

One connection, used by one thread at a time. A second server on the same file is refused.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shop.demo.stripe.errors import resource_missing

Document = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    private TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, position);
CREATE INDEX IF NOT EXISTS objects_by_end ON objects
    (kind, json_extract(body, '$.status'), json_extract(body, '$.expires_at'));
CREATE INDEX IF NOT EXISTS objects_by_time ON objects
    (kind, json_extract(body, '$.created'), position);
CREATE INDEX IF NOT EXISTS objects_by_intent ON objects
    (kind, json_extract(body, '$.payment_intent'), json_extract(body, '$.created'), position);
CREATE INDEX IF NOT EXISTS objects_by_charge ON objects
    (kind, json_extract(body, '$.charge'), json_extract(body, '$.created'), position);
CREATE INDEX IF NOT EXISTS objects_by_source ON objects
    (kind, json_extract(body, '$.source'), json_extract(body, '$.created'), position);
CREATE INDEX IF NOT EXISTS objects_by_payout ON objects
    (kind, json_extract(private, '$.payout'), json_extract(body, '$.created'), position);
CREATE INDEX IF NOT EXISTS objects_by_due ON objects (kind, json_extract(private, '$.since'));
CREATE INDEX IF NOT EXISTS events_by_subject ON objects
    (json_extract(body, '$.data.object.id')) WHERE kind = 'event';
CREATE TABLE IF NOT EXISTS deliveries (
    event_id TEXT PRIMARY KEY REFERENCES objects (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'given_up')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL,
    answer TEXT
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due_at);
CREATE TABLE IF NOT EXISTS idempotency_keys (
    key TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    created INTEGER NOT NULL,
    status INTEGER,
    answer TEXT
);
CREATE INDEX IF NOT EXISTS idempotency_keys_by_age ON idempotency_keys (created);
ANALYZE idempotency_keys;
"""
# What the query planner is to expect, whatever the store holds yet: total, then how many rows
# share the first column of the index, the first two, and so on.
_EXPECTED = (
    ("objects", "sqlite_autoindex_objects_1", "100000 1"),
    ("objects", "objects_by_kind", "100000 10000 1"),
    ("objects", "objects_by_end", "100000 10000 5000 10"),
    ("objects", "objects_by_time", "100000 10000 10 1"),
    ("objects", "objects_by_intent", "100000 10000 2 1 1"),
    ("objects", "objects_by_charge", "100000 10000 2 1 1"),
    ("objects", "objects_by_source", "100000 10000 2 1 1"),
    ("objects", "objects_by_payout", "100000 10000 50 10 1"),
    ("objects", "objects_by_due", "100000 10000 10"),
    ("objects", "events_by_subject", "50000 4"),
    ("deliveries", "sqlite_autoindex_deliveries_1", "50000 1"),
    ("deliveries", "deliveries_due", "50000 20 2"),
)


class Transaction:
    """What may be done inside `Store.transaction()`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def add(self, document: Document, private: Document | None = None) -> None:
        """`private` is kept beside the document and never answered."""
        self.run(
            "INSERT INTO objects (id, kind, body, private) VALUES (?, ?, ?, ?)",
            (document["id"], document["object"], _dump(document), _dump(private or {})),
        )

    def save(self, document: Document) -> None:
        self.run("UPDATE objects SET body = ? WHERE id = ?", (_dump(document), document["id"]))

    def get(self, kind: str, object_id: str, *, param: str = "id", status: int = 404) -> Document:
        """The document, or Stripe's `resource_missing` with `param` as the culprit."""
        query = "SELECT body FROM objects WHERE id = ? AND kind = ?"
        row = self.run(query, (object_id, kind)).fetchone()
        if row is None:
            raise resource_missing(kind, object_id, param, status=status)
        return _load(row[0])

    def exists(self, object_id: str) -> bool:
        query = "SELECT 1 FROM objects WHERE id = ?"
        return self.run(query, (object_id,)).fetchone() is not None

    def get_any(self, object_id: str) -> Document:
        """The document of whatever kind, or Stripe's `resource_missing`."""
        row = self.run("SELECT body FROM objects WHERE id = ?", (object_id,)).fetchone()
        if row is None:
            raise resource_missing("object", object_id)
        return _load(row[0])

    def keep(self, object_id: str, private: Document) -> None:
        """Replaces what is kept beside the document."""
        self.run("UPDATE objects SET private = ? WHERE id = ?", (_dump(private), object_id))

    def private(self, object_id: str) -> Document:
        row = self.run("SELECT private FROM objects WHERE id = ?", (object_id,)).fetchone()
        return _load(row[0])

    def find(self, kind: str, condition: str, values: Sequence[Any] = ()) -> list[Document]:
        query = f"SELECT body FROM objects WHERE kind = ? AND {condition}"
        return [_load(row[0]) for row in self.run(query, (kind, *values))]


class Store:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=0.3
        )
        try:
            # Survives the death of the process; a demo need not survive a power cut.
            self._connection.executescript(
                "PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=OFF;"
                f"PRAGMA journal_mode=WAL; {_SCHEMA}"
            )
            self._expect()
        except sqlite3.DatabaseError as failure:
            self._connection.close()
            raise RuntimeError(
                f"{path} is in use by another server or no store: {failure}"
            ) from failure

    def _expect(self) -> None:
        self._connection.execute("DELETE FROM sqlite_stat1")
        self._connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", _EXPECTED)
        self._connection.execute("ANALYZE sqlite_schema")

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """All of it or none of it; keep it short, everyone else waits."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def _dump(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _load(text: str) -> Document:
    document: Document = json.loads(text)
    return document
