"""A batch that came with a purchase is struck out with its delivery, and not without it."""

import pytest
from flask import Flask

from shop.db import db
from shop.origin.batch_rules import Bought
from shop.origin.take_back_batch import take_back_batch
from shop.purchasing.receive_coffee import receive_coffee
from shop.purchasing.rules import Came
from shop.purchasing.take_back_receipt import take_back_receipt
from tests.make.books import broken_laws
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.purchases import coffee, line_ids, make_purchase, number, state


@pytest.fixture
def batch(app: Flask) -> int:
    return make_batch(app, code="26-012", made_grams=20_000)


@pytest.fixture
def bought(app: Flask, batch: int) -> int:
    """20 kg of coffee have come with it, and are the batch."""
    made = make_purchase(app, coffee(20_000))
    line = line_ids(app, made)[0]
    with app.app_context():
        receive_coffee(made, line, Came(20_000, 0), lambda: batch, "LS 1", "key", None)
        db.session.commit()
    return made


def test_it_is_not_struck_out_by_itself(app: Flask, batch: int, bought: int) -> None:
    with app.app_context():
        with pytest.raises(Bought) as refused:
            take_back_batch(batch, None)
        assert refused.value.number == f"EK-{bought:05d}"
        db.session.rollback()
        assert broken_laws() == {}
    assert state(app, bought) == ("closed", [20_000])


def test_its_page_leads_to_the_purchase(app: Flask, bought: int) -> None:
    staff = signed_in(app, "staff")
    answer = staff.post("/lager/chargen/26-012/zuruecknehmen")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/einkauf/{number(app, bought)}")
    assert "26-012 kam mit diesem Einkauf" in staff.get(answer.headers["Location"]).text


def test_it_goes_with_its_delivery(app: Flask, batch: int, bought: int) -> None:
    with app.app_context():
        take_back_receipt(1, "falsch gewogen", None)
        db.session.commit()
        assert broken_laws() == {}
    assert state(app, bought) == ("open", [0])
