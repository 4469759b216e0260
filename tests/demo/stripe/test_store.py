"""All of a change or none of it."""

from pathlib import Path

import pytest

from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.store import Store


def test_a_change_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "demo.sqlite")
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        tx.add({"id": "ch_1", "object": "charge"})
        raise ZeroDivisionError
    with store.transaction() as tx, pytest.raises(ApiError, match="No such charge"):
        tx.get("charge", "ch_1")
    store.close()


def test_an_object_is_found_only_as_what_it_is(tmp_path: Path) -> None:
    store = Store(tmp_path / "demo.sqlite")
    with store.transaction() as tx:
        tx.add({"id": "ch_1", "object": "charge"})
        assert tx.get("charge", "ch_1") == {"id": "ch_1", "object": "charge"}
        with pytest.raises(ApiError):
            tx.get("payment_intent", "ch_1")
    store.close()


def test_a_few_undelivered_events_are_found_without_reading_all_events(tmp_path: Path) -> None:
    store = Store(tmp_path / "demo.sqlite")
    with store.transaction() as tx:
        plan = tx.run(
            "EXPLAIN QUERY PLAN SELECT body FROM objects WHERE kind = 'event' AND id IN"
            " (SELECT event_id FROM deliveries WHERE state IN ('waiting', 'given_up'))"
            " ORDER BY json_extract(body, '$.created') DESC, position DESC LIMIT 11"
        ).fetchall()
    store.close()
    assert any("sqlite_autoindex_objects_1 (id=?)" in step[3] for step in plan), plan
