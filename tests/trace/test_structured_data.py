"""What the page of a batch tells machines."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.catalogue.models import Product
from shop.clock import stopped_at
from shop.db import db
from tests.make.proofs import make_claim
from tests.make.trace import GTIN, make_packed

EXPIRED = datetime(2028, 1, 1, tzinfo=UTC)


def told(client: FlaskClient) -> dict[str, Any]:
    page = client.get("/charge/26-118").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    return dict(json.loads(found[1]))


def test_whatever_a_record_says_it_ends_no_script(app: Flask, client: FlaskClient) -> None:
    make_packed(app)
    with app.app_context():
        db.session.execute(update(Product).values(name="</script><b>"))
        db.session.commit()
    assert told(client)["name"] == "</script><b>, Charge 26-118"


def test_certificates_are_named_while_they_hold(app: Flask, client: FlaskClient) -> None:
    make_claim(app, [make_packed(app).green_lot_id], "fair")
    assert told(client)["hasCertification"]
    with stopped_at(EXPIRED):
        assert "hasCertification" not in told(client)


def test_the_batch_is_known_by_its_number_and_by_the_names_of_the_json(
    app: Flask, client: FlaskClient
) -> None:
    make_packed(app)
    found = told(client)
    assert found["gtin"] == [GTIN] and found["productionDate"] == "2025-01-10"
    values = {
        name: [one.get("value") for one in found["additionalProperty"] if one["name"] == name]
        for name in {one["name"] for one in found["additionalProperty"]}
    }
    assert values == {
        "code": ["26-118"],
        "best_before": ["2027-10-12"],
        "growers.share_percent": [60.0, 40.0],
        "process": ["washed"],
        "varieties": ["Caturra", "Typica"],
        "harvested_from": ["2024-05-01"],
        "harvested_until": ["2024-09-30"],
        "altitude_metres": [None],
    }
    whole = client.get("/charge/26-118.json").json
    assert whole is not None and whole["products"][0]["gtins"] == [GTIN]
    assert values.keys() - whole.keys() - whole["green_lots"][0].keys() == {"growers.share_percent"}
