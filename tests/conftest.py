"""One empty shop per test, on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from tests.make.databases import Databases
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.payments import paying_at
from tests.make.shop import make_settings, make_shop

# How long something takes is measured in benchmarks; a busy machine must not fail a test.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="The long profile of the fault tests, for minutes."
    )


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Migrated databases to copy, one for each kind; made when first asked for."""
    found = Databases(tmp_path_factory.mktemp("databases"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def apps() -> dict[str, Flask]:
    """Apps by the address of their database: building one takes longer than most tests."""
    return {}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """Always the same address of each kind, with a new database behind it."""
    with databases.fresh(request.param, name="shop") as url:
        yield url


@pytest.fixture
def app(database_url: str, apps: dict[str, Flask], tmp_path: Path) -> Iterator[Flask]:
    if database_url not in apps:
        with make_shop(make_settings(database_url, tmp_path)) as made:
            apps[database_url] = made
    shop = apps[database_url]
    before = dict(shop.extensions)
    shop.extensions["settings"] = replace(before["settings"], data_dir=tmp_path)
    yield shop
    shop.extensions.clear()
    shop.extensions.update(before)
    with shop.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[RunningDemoStripe]:
    with running_demo_stripe() as running:
        yield running


@pytest.fixture
def stripe(app: Flask, stripe_server: RunningDemoStripe) -> Iterator[RunningDemoStripe]:
    """The Stripe of this test's shop."""
    with paying_at(app, stripe_server):
        yield stripe_server
