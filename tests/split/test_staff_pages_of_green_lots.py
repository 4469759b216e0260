"""What the contract of the green coffee means for the form in which a price is split."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from shop.db import db
from shop.origin.models import GreenLot
from shop.origin.proof_models import Split
from shop.origin.split_document import read_parts
from tests.make.catalogue import MadeProduct, make_product
from tests.make.people import signed_in

BATCH = "/lager/chargen/T-ENDLESS/preis"
TYPED = {
    f"{kind}_{name}": value
    for kind in ("freight", "roasting", "packing")
    for name, value in (("amount", "0,18"), ("document", "Rechnung 12"), ("day", "15.1.2026"))
}
PUBLISH = {"veroeffentlichen": "1"}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app)


def send(
    client: FlaskClient, coffee: MadeProduct, button: dict[str, str] = PUBLISH, /, **typed: str
) -> TestResponse:
    data = {"seen": "0:750"} | TYPED | button | typed
    return client.post(f"{BATCH}/{coffee.variant.sku}", data=data, follow_redirects=True)


def text(answer: TestResponse) -> str:
    return answer.text.replace("\u00a0", " ")


def published(app: Flask) -> list[dict[str, int | None]]:
    with app.app_context():
        found = [read_parts(row) for row in db.session.scalars(select(Split.parts))]
    return [{part.kind: part.cents for part in parts} for parts in found]


def change_lots(app: Flask, **values: Any) -> None:
    with app.app_context():
        db.session.execute(update(GreenLot).values(**values))
        db.session.commit()


def test_a_contract_with_a_name_that_needs_proof_is_told_and_nothing_published(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    change_lots(app, contract="Bio-Vertrag 17")
    answer = send(staff, coffee)
    assert answer.status_code == 422
    assert "„Bio“ darf hier nicht stehen. Das Wort kommt aus dem Vertrag" in text(answer)
    assert published(app) == []


def test_a_document_older_than_the_contract_is_told_before_it_is_published(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    change_lots(app, contracted_on=date(2026, 1, 15))
    assert "Älter als der Vertrag" not in send(staff, coffee, {"pruefen": "1"}).text
    change_lots(app, contracted_on=date(2026, 1, 16))
    looked_at = text(send(staff, coffee, {"pruefen": "1"}))
    assert "der Beleg für Transport, Rösten. Bitte prüfen Sie" in looked_at


def test_decaffeinated_coffee_asks_what_it_cost_to_make_it_so(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    change_lots(app, process="washed_decaf")
    page = staff.get(f"{BATCH}/{coffee.variant.sku}").text
    assert 'name="decaf_amount"' in page and "Entkoffeinieren (250 g)" in text(send(staff, coffee))
    send(staff, coffee, decaf_unknown="y")
    (of,) = published(app)
    assert of["decaf"] is None and of["shop"] is None
