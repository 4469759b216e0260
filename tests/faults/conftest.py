"""A scene for each database; the long profile looks at everything, the short one at a sample."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.faults.scene import Scene, open_scene


@pytest.fixture
def scene(app: Flask, tmp_path: Path) -> Iterator[Scene]:
    with open_scene(app, tmp_path) as found:
        yield found


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    found: bool = request.config.getoption("long")
    return found
