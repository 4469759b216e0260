"""Idempotency keys: the first answer to a key is the answer to that key."""

import json
from dataclasses import dataclass

from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.store import Document, Transaction

KEPT_SECONDS = 24 * 60 * 60
_LONGEST_KEY = 255


@dataclass(frozen=True)
class StoredAnswer:
    status: int
    body: Document


def begin(tx: Transaction, key: str, request: str, now: int) -> StoredAnswer | None:
    """Claims the key for this request, or returns what was answered to it before.

    Refuses a key that was used for a different request (400), or whose first request is still
    under way (409).
    """
    if len(key) > _LONGEST_KEY:
        raise ApiError(f"Idempotency keys can have at most {_LONGEST_KEY} characters.")
    tx.run("DELETE FROM idempotency_keys WHERE created < ?", (now - KEPT_SECONDS,))
    query = "SELECT request, status, answer FROM idempotency_keys WHERE key = ?"
    row = tx.run(query, (key,)).fetchone()
    if row is None:
        statement = "INSERT INTO idempotency_keys (key, request, created) VALUES (?, ?, ?)"
        tx.run(statement, (key, request, now))
        return None
    if row[0] != request:
        raise _used_for_another_request(key)
    if row[1] is None:
        raise _in_use(key)
    return StoredAnswer(row[1], json.loads(row[2]))


def finish(tx: Transaction, key: str, status: int, body: Document) -> None:
    """Stores the answer, a failure included, once execution had begun."""
    statement = "UPDATE idempotency_keys SET status = ?, answer = ? WHERE key = ?"
    tx.run(statement, (status, json.dumps(body), key))


def abandon(tx: Transaction, key: str) -> None:
    """Forgets a key whose request was refused before anything was executed."""
    tx.run("DELETE FROM idempotency_keys WHERE key = ?", (key,))


def abandon_unfinished(tx: Transaction) -> None:
    """After a restart: what was under way was rolled back with its answer."""
    tx.run("DELETE FROM idempotency_keys WHERE status IS NULL")


def _used_for_another_request(key: str) -> ApiError:
    return ApiError(
        "Keys for idempotent requests can only be used with the same parameters they were first "
        f"used with. Try using a key other than '{key}' if you meant to execute a different "
        "request.",
        kind="idempotency_error",
    )


def _in_use(key: str) -> ApiError:
    return ApiError(
        f"There is currently another in-progress request using this idempotent key: {key}",
        status=409,
        kind="idempotency_error",
        code="idempotency_key_in_use",
    )
