"""The tables of the store, and what SQLite is to expect of them."""

import sqlite3

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


def prepare(connection: sqlite3.Connection) -> None:
    """For this connection alone; fails if another one has the file."""
    # Survives the death of the process; a demo need not survive a power cut.
    connection.executescript(
        f"PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=OFF;PRAGMA journal_mode=WAL; {_SCHEMA}"
    )
    connection.execute("DELETE FROM sqlite_stat1")
    connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", _EXPECTED)
    connection.execute("ANALYZE sqlite_schema")
