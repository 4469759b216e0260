"""One live demo shop for all stories, filled as `make run` fills it, and one browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser

from shop.clock import today
from shop.demo.fill import fill
from tests.make.browser import running_browser
from tests.make.databases import Databases
from tests.make.live_shop import LiveShop, live_shop
from tests.make.shop import make_settings, make_shop


@pytest.fixture(scope="package")
def live(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveShop]:
    """On PostgreSQL, as in production."""
    with databases.fresh("postgresql") as url, _live(url, tmp_path_factory) as shop:
        yield shop


@pytest.fixture(scope="package")
def live_on_sqlite(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveShop]:
    """On SQLite, as on a fresh machine."""
    with databases.fresh("sqlite") as url, _live(url, tmp_path_factory) as shop:
        yield shop


@contextmanager
def _live(url: str, folders: pytest.TempPathFactory) -> Iterator[LiveShop]:
    folder = folders.mktemp("live")
    with make_shop(make_settings(url, folder)) as app, app.app_context():
        fill(today() - timedelta(days=3))
    with live_shop(url, folder, stripe=True, post=True) as shop:
        yield shop


@pytest.fixture
def app(live: LiveShop) -> Iterator[Flask]:
    """The books of the live shop, to compare with what its people saw."""
    with make_shop(live.settings) as books:
        yield books


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running
