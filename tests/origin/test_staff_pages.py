from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.clock import today
from shop.db import db, insert_rows
from shop.origin.block_batch import block_batch
from shop.stock.models import Level
from tests.make.catalogue import make_product
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import signed_in
from tests.make.proofs import make_certificate, make_claim, make_scheme


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def part(staff: FlaskClient, title: str) -> str:
    """One table or section of the overview; empty if it is not there."""
    page = staff.get("/lager/herkunft").text
    before, _, after = page.partition(title)
    return after.split("</table>")[0].split("</section>")[0] if after else ""


ENDING, BLOCKED, LOOSE = "in den nächsten 90 Tagen ablaufen", "Gesperrte Chargen", "nicht abgefüllt"
NO_SPLIT, NO_PAPERS = "Ohne Preisaufschlüsselung", "dem Angaben nach der EU"


def test_with_nothing_to_do_it_says_so_and_leads_to_all_records(staff: FlaskClient) -> None:
    page = staff.get("/lager/herkunft").text
    assert "Hier ist gerade nichts zu tun." in page
    for name in ("chargen", "rohkaffee", "genossenschaften", "nachweise", "aussagen", "zeichen"):
        assert f'href="/lager/{name}"' in page


def test_prices_belong_to_origin_not_to_the_stock(staff: FlaskClient) -> None:
    assert 'href="/lager/preis">Preise<' in staff.get("/lager/herkunft").text
    page = staff.get("/lager/preis").text
    marked = page.split("Interne Navigation")[1].split("</nav>")[0]
    assert "aria-current" in marked.split('href="/lager/herkunft"')[1].split("<li>")[0]
    assert "aria-current" not in marked.split('href="/lager/"')[1].split("<li>")[0]
    assert page.count('href="/lager/zeichen"') == 1, "one way to each part, not two"


@pytest.mark.parametrize(
    ("days", "given", "is_shown"),
    [
        (90, {}, True),
        (91, {}, False),
        (-400, {}, True),
        # All of it was packed, and the bags are gone.
        (5, {"packed_grams": 42_000}, False),
    ],
)
def test_batches_end_within_ninety_days_or_are_over_and_still_there(
    app: Flask, staff: FlaskClient, days: int, given: dict[str, Any], is_shown: bool
) -> None:
    make_batch(app, code="26-001", best_before=today() + timedelta(days=days), **given)
    assert ("26-001" in part(staff, ENDING)) == is_shown


def test_bags_that_are_too_old_are_named_as_long_as_they_are_here(
    app: Flask, staff: FlaskClient
) -> None:
    over: dict[str, Any] = {"best_before": today() - timedelta(days=400), "packed_grams": 42_000}
    full, empty = make_batch(app, code="26-001", **over), make_batch(app, code="26-002", **over)
    bag = make_product(app, variants=[{"units": 0}]).variant
    with app.app_context():
        insert_rows(Level, [{"variant_id": bag.id, "batch_id": full, "on_hand": 7}])
        insert_rows(Level, [{"variant_id": bag.id, "batch_id": empty, "on_hand": 0}])
        db.session.commit()
    told = part(staff, ENDING)
    assert ">7</span>" in told.split("26-001")[-1] and "26-002" not in told


def test_a_certificate_that_ends_is_told_with_what_disappears(
    app: Flask, staff: FlaskClient
) -> None:
    lot = make_green_lot(app)
    make_batch(app, {lot: 50_000}, code="26-001")
    scheme = make_scheme(app, "fair", name="Demo-Siegel")
    ends = make_certificate(app, scheme, valid_until=today() + timedelta(days=5))
    claim = make_claim(app, [lot], "fair", certificate_ids=[ends], text="Demo-zertifiziert")
    told = part(staff, "Zertifikate, die in den nächsten 90 Tagen enden")
    assert f'href="/lager/nachweise/{ends}">Demo-Siegel, ' in told and "noch 5 Tage" in told
    assert f'href="/lager/aussagen/{claim}">Demo-zertifiziert' in told and "26-001" in told
    assert staff.get(f"/lager/nachweise/{ends}").status_code == 200
    assert staff.get(f"/lager/aussagen/{claim}").status_code == 200


def test_it_says_how_long_is_left(app: Flask, staff: FlaskClient) -> None:
    for code, days in (("26-001", 1), ("26-002", 0), ("26-003", -2)):
        make_batch(app, code=code, best_before=today() + timedelta(days=days))
    told = part(staff, ENDING)
    assert "noch 1 Tag<" in told and "heute zum letzten Mal" in told
    assert "seit 2 Tagen vorbei" in told


def test_blocked_batches_stand_with_their_reason_and_are_not_to_be_packed(
    app: Flask, staff: FlaskClient
) -> None:
    batch = make_batch(app, code="26-001")
    assert "26-001" in part(staff, LOOSE) and "26-001" in part(staff, NO_SPLIT)
    with app.app_context():
        block_batch(batch, "Das Labor prüft noch.", None)
        db.session.commit()
    assert "Das Labor prüft noch." in part(staff, BLOCKED)
    assert "26-001" not in part(staff, LOOSE) and "26-001" not in part(staff, NO_SPLIT)


def test_a_batch_that_is_packed_is_not_loose(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-001", packed_grams=41_000, written_off_grams=1_000)
    assert "26-001" not in part(staff, LOOSE)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"arrived_on": date(2026, 12, 29)}, ""),
        ({"arrived_on": date(2026, 12, 30)}, "unsere Rolle"),
        ({"contracted_on": date(2027, 1, 5)}, "unsere Rolle"),
        ({"arrived_on": date(2027, 1, 5), "eudr_role": "trader"}, ""),
        ({"arrived_on": date(2027, 1, 5), "eudr_role": "operator"}, "die Referenznummer"),
        (
            {
                "arrived_on": date(2027, 1, 5),
                "eudr_role": "downstream_operator",
                "eudr_reference": "26DE12345678",
            },
            "",
        ),
    ],
)
def test_green_coffee_needs_its_papers_from_the_day_the_eudr_counts(
    app: Flask, staff: FlaskClient, given: dict[str, Any], missing: str
) -> None:
    make_green_lot(app, code="G-27-01", **given)
    told = part(staff, NO_PAPERS)
    assert ("G-27-01" in told) == bool(missing) and missing in told
