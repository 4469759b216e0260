"""How often a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.unblock_batch import unblock_batch
from tests.make.catalogue import make_product
from tests.make.origin import make_batch
from tests.make.proofs import lots_of, make_claim


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def _asked(app: Flask, path: str) -> int:
    with _counted(app) as asked:
        assert app.test_client().get(path).status_code == 200
    return len([one for one in asked if not one.startswith("BEGIN")])


def test_a_page_asks_at_most_three_times_however_many_products(app: Flask) -> None:
    first = make_product(app, variants=[{}, {"grind": "filter"}])
    paths = ("/", "/kaffee/", "/kaffee/?q=kakao&groesse=250", f"/kaffee/{first.slug}")
    for more in (0, 19, 40):
        for _ in range(more):
            make_product(app)
        assert all(_asked(app, path) <= 3 for path in paths)


def test_what_is_known_of_origin_is_asked_once_until_the_records_change(app: Flask) -> None:
    """A product page asks three times, a listing twice; then once, as before there were proofs. The
    home page asks once more, where a price goes."""
    batches = [make_batch(app) for _ in range(3)]
    make_claim(app, lots_of(app, batches[0]))
    made = make_product(app, variants=[{"shelf": dict.fromkeys(batches, 10)}])
    for number in range(13):
        make_product(app, variants=[{"shelf": {batches[number % 3]: 5}}])
    asked = {"/": (3, 2), "/kaffee/": (2, 1), f"/kaffee/{made.slug}": (3, 1)}
    for path, (first, then) in asked.items():
        _change_a_record(app, batches[2])
        assert [_asked(app, path) for _ in range(3)] == [first, then, then]


def test_a_cart_asks_for_claims_once(app: Flask) -> None:
    batch = make_batch(app)
    made = make_product(app, variants=[{"shelf": {batch: 10}}])
    client = app.test_client()
    client.post("/warenkorb", data={"variante": str(made.variant.id), "menge": "1"})
    _change_a_record(app, batch)
    counts = []
    for _ in range(2):
        with _counted(app) as asked:
            client.get("/warenkorb")
        counts.append(len([one for one in asked if not one.startswith("BEGIN")]))
    assert counts == [2, 1]


def _change_a_record(app: Flask, batch_id: int) -> None:
    with app.app_context():
        block_batch(batch_id, "Prüfung", None)
        unblock_batch(batch_id, None)
        db.session.commit()
