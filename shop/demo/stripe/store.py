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
from shop.demo.stripe.schema import prepare

Document = dict[str, Any]


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
            prepare(self._connection)
        except sqlite3.DatabaseError as failure:
            self._connection.close()
            raise RuntimeError(
                f"{path} is in use by another server or no store: {failure}"
            ) from failure

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
