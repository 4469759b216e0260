"""Every answer says what a browser may do with it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from shop.web.failures import log
from tests.make.catalogue import make_product
from tests.make.people import signed_in


@pytest.mark.parametrize("path", ["/", "/kaffee/", "/warenkorb", "/nirgendwo", "/healthz", "/agb"])
def test_no_answer_may_be_framed_sniffed_or_run_foreign_code(
    client: FlaskClient, path: str
) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_public_pages_may_be_kept_and_personal_ones_not(app: Flask, client: FlaskClient) -> None:
    bag = make_product(app)
    assert "public" in client.get(f"/kaffee/{bag.slug}").headers["Cache-Control"]
    client.post("/warenkorb", data={"variante": str(bag.variant.id), "menge": "1"})
    for path in (f"/kaffee/{bag.slug}", "/warenkorb", "/kasse"):
        answer = client.get(path)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]


def test_a_fault_is_a_calm_page_and_a_log_line_without_the_address(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        db.session.execute(db.text("drop table order_events"))
        db.session.execute(db.text("alter table orders rename to gone"))
        db.session.commit()
    answer = client.get("/bestellung/very-secret-token-of-32-letters_")
    assert answer.status_code >= 500
    assert "Traceback" not in answer.text
    assert "orders" not in answer.text
    assert any(record.name == log.name for record in caplog.records)
    said = "".join(record.getMessage() + str(record.exc_text) for record in caplog.records)
    assert "very-secret-token-of-32-letters_" not in said


def test_a_fault_stays_calm_also_for_somebody_signed_in(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """The frame of the page asks who is signed in, and that question fails too."""
    client = signed_in(app)
    with app.app_context():
        for table in ("orders", "sign_in_sessions"):
            db.session.execute(db.text(f"alter table {table} rename to gone_{table}"))
        db.session.commit()
    answer = client.get("/bestellung/very-secret-token-of-32-letters_")
    assert answer.status_code >= 500
    assert "schiefgegangen" in answer.text
    said = "".join(record.getMessage() + str(record.exc_text) for record in caplog.records)
    assert "very-secret" not in said


def test_health_tells_life_and_readiness_apart(app: Flask, client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"state": "alive"}
    assert client.get("/readyz").json == {"state": "ready"}
    with app.app_context():
        db.session.execute(db.text("drop table alembic_version"))
        db.session.commit()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code >= 500
