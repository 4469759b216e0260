"""What programs read of a batch: the names stay."""

from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch, GreenLot
from tests.make.proofs import CODE, make_claim
from tests.make.trace import make_packed, make_split


def told(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/charge/26-118.json")
    assert answer.status_code == 200 and answer.json is not None
    return dict(answer.json)


def test_everything_the_page_says_is_there_under_names_that_stay(
    app: Flask, client: FlaskClient
) -> None:
    made = make_packed(app)
    make_claim(app, [made.green_lot_id])
    make_split(app, made)
    found = told(client)
    assert sorted(found) == [
        *("best_before", "blocked", "claims", "code", "green_lots", "growers", "kilograms"),
        *("kind", "made_by", "made_on", "parts", "price_splits", "products", "sets", "url"),
    ]
    assert found["code"] == "26-118" and found["url"] == "http://localhost/charge/26-118"
    assert found["kind"] == "roast" and found["blocked"] is None
    assert found["made_on"] == "2025-01-10" and found["best_before"] == "2027-10-12"
    assert found["products"] == [
        {
            "name": "Hausmischung",
            "url": f"http://localhost/kaffee/{made.product.slug}",
            "variants": ["250 g, ganze Bohne"],
            "gtins": ["04006381333931"],
            "grams": 5_000,
        }
    ]
    assert found["growers"][0] == {
        "name": "Cooperativa Demo Valle Claro",
        "province": "jaen",
        "share_percent": 60.0,
    }
    assert found["kilograms"] == {
        "green_grams": 50_000,
        "loss_grams": 8_000,
        "roasted_grams": 42_000,
        "packed_grams": 5_000,
        "packed_in_bags_grams": 5_000,
        "packed_in_sets_grams": 0,
        "written_off_grams": 0,
        "left_grams": 37_000,
        "adds_up": True,
    }
    assert found["claims"][0]["control_body_code"] == CODE
    assert found["price_splits"][0]["parts"][0]["cents"] == 49


def test_a_green_lot_tells_contract_growers_and_what_was_paid(
    app: Flask, client: FlaskClient
) -> None:
    make_packed(app, arrived_on=date(2025, 1, 2))
    (lot,) = told(client)["green_lots"]
    assert lot["contract"] == "2025/17" and lot["grams_in_batch"] == 50_000
    assert lot["altitude_metres"] == [1600, 1850] and lot["varieties"] == ["Caturra", "Typica"]
    assert lot["arrived_on"] == "2025-01-02"
    assert lot["paid"] == {
        "fob_usd_per_lb": "3.8000",
        "fob_on": "2024-10-01",
        "fob_cents_per_kg": 728,
        "usd_per_eur": "1.1500",
        "rate_source": "EZB-Referenzkurs",
        "rate_on": "2024-10-01",
        "reference_usd_per_lb": "1.8000",
        "reference_name": "Mindestpreis der Standardorganisation",
        "reference_on": "2023-08-01",
        "above_reference_percent": 88.89,
        "premium_usd_per_lb": "0.2000",
        "base_usd_per_lb": "3.4000",
        "differential_usd_per_lb": "0.4000",
    }
    first = lot["cooperatives"][0]
    assert (first["share_percent"], first["source"]) == (60.0, "Lieferschein")
    assert first["facts"] == [
        {
            "fact": "members",
            "value": {"members": 1080},
            "source": "Jahresbericht 2024",
            "url": None,
            "stated_on": "2025-03-01",
        }
    ]


def test_nothing_is_told_that_is_for_the_staff_alone(app: Flask, client: FlaskClient) -> None:
    made = make_packed(app)
    secrets = {"supplier": "GEHEIM-1", "note": "GEHEIM-2", "eudr_reference": "GEHEIM-3"}
    with app.app_context():
        db.session.execute(update(GreenLot).values(**secrets, eudr_verification="GEHEIM-4"))
        db.session.execute(
            update(Batch).where(Batch.id == made.batch_id).values(lab_note="GEHEIM-5")
        )
        db.session.commit()
    for path in ("/charge/26-118.json", "/charge/26-118"):
        assert "GEHEIM" not in client.get(path).text


def test_a_blocked_batch_says_since_when_and_why_and_no_claim(
    app: Flask, client: FlaskClient
) -> None:
    made = make_packed(app)
    make_claim(app, [made.green_lot_id])
    with app.app_context():
        block_batch(made.batch_id, "Fremdkörper", None)
        db.session.commit()
    found = told(client)
    blocked = found["blocked"]
    assert blocked["because"] == "Fremdkörper" and blocked["kind"] == "precaution"
    assert datetime.fromisoformat(blocked["since"]).tzinfo
    assert found["claims"] == []
