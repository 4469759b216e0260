"""Each law notices when the books do not hold, and only then."""

import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from shop.books.laws import LAWS
from shop.db import db
from tests.books.breaks import BREAKS, Break
from tests.books.counted_breaks import COUNTED_BREAKS
from tests.books.counter_breaks import COUNTER_BREAKS
from tests.books.everything import let_everything_happen
from tests.books.lot_breaks import LOT_BREAKS
from tests.books.premium_breaks import PREMIUM_BREAKS
from tests.books.stock_breaks import STOCK_BREAKS
from tests.books.unprotected import unprotect
from tests.faults.history_shop import HistoryShop, shop_in_memory, shop_on_postgresql
from tests.make.databases import Databases

_ALL = (
    *(*BREAKS, *STOCK_BREAKS, *COUNTED_BREAKS),
    *(*LOT_BREAKS, *PREMIUM_BREAKS, *COUNTER_BREAKS),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[HistoryShop]:
    """Made once for the whole file; what a test changes is rolled back."""
    folder = tmp_path_factory.mktemp("full")
    opened = (
        shop_in_memory(folder)
        if request.param == "sqlite"
        else shop_on_postgresql(folder, databases)
    )
    with opened as shop:
        shop.begin()
        let_everything_happen(shop)
        yield shop


@pytest.fixture
def connection(full: HistoryShop) -> Iterator[Connection]:
    with full.app.app_context(), db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            # Not to be switched within a transaction.
            driver.execute("pragma foreign_keys = off")
        yield connection
        connection.rollback()
        if isinstance(driver, sqlite3.Connection):
            driver.execute("pragma foreign_keys = on")


def _broken(connection: Connection) -> set[str]:
    return {law.name for law in LAWS if law.broken_by(connection)}


def test_the_books_of_a_shop_with_everything_in_it_hold(full: HistoryShop) -> None:
    assert full.broken() == {}
    assert full.faults.seen == [], full.faults.told()


@pytest.mark.parametrize("broken", _ALL, ids=lambda broken: broken.law)
def test_a_broken_law_is_named_and_no_other(connection: Connection, broken: Break) -> None:
    for table in broken.tables:
        unprotect(connection, table)
    assert _broken(connection) == set()
    for change in broken.changes:
        assert connection.exec_driver_sql(change).rowcount > 0
    assert _broken(connection) == {broken.law, *broken.also}


def test_every_law_is_seen_broken() -> None:
    assert {broken.law for broken in _ALL} == {law.name for law in LAWS}
