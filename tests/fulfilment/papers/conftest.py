from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make.catalogue import MadeProduct, make_product
from tests.make.origin import make_batch
from tests.make.people import signed_in


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    shelf = {
        make_batch(app, code="26-118", best_before=date(2098, 5, 1)): 100,
        make_batch(app, code="26-090", best_before=date(2098, 2, 1)): 3,
    }
    return make_product(app, "Filter Jaén", variants=[{"shelf": shelf}])
