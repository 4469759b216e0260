"""A shop for a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from shop.app import create_app
from shop.config import Settings
from shop.db import db
from shop.environment import from_environment


def make_settings(database_url: str, folder: Path, **changes: Any) -> Settings:
    """Demo settings on this database; `changes` replace single ones."""
    found = from_environment({"DATA_DIR": str(folder), "DATABASE_URL": database_url})
    # Nothing listens on these ports: a test that wants mail or money brings its own server.
    deaf: dict[str, Any] = {
        "smtp_port": 9,
        "stripe_api_base": "http://127.0.0.1:9",
        "base_url": "http://localhost",
    }
    return replace(found, **deaf | changes)


@contextmanager
def make_shop(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
