"""Photographs in the hands of the staff."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.make.catalogue import make_product
from tests.make.people import signed_in
from tests.make.photos import make_photo

# Which database stands behind the form plays no part here.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _sent(client: FlaskClient, product_id: object, content: bytes, alt: str) -> TestResponse:
    file = FileStorage(io.BytesIO(content), "foto.jpg")
    data = {"produkt": str(product_id), "beschreibung": alt, "datei": file}
    # Encoded here: the client would leave a large body in a file that nobody closes.
    kind, body = encode_multipart(data)
    return client.post(
        "/lager/fotos", data=body, content_type=f"multipart/form-data; boundary={kind}"
    )


def test_staff_give_a_product_a_photograph_and_take_it_off_again(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert _sent(client, made.id, make_photo(), "Tüte auf Holz").status_code == 303
    assert "Tüte auf Holz" in client.get("/lager/fotos").text
    assert "Tüte auf Holz" in app.test_client().get(f"/kaffee/{made.slug}").text
    assert client.post("/lager/fotos/1/entfernen").status_code == 303
    assert "Tüte auf Holz" not in app.test_client().get(f"/kaffee/{made.slug}").text
    assert client.post("/lager/fotos/1/entfernen").status_code == 404


def test_a_photograph_of_several_megabytes_gets_through(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert _sent(client, made.id, make_photo() + b"\0" * 5_000_000, "Groß").status_code == 303


def test_a_refused_photograph_says_why_and_keeps_the_words(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    answer = _sent(client, made.id, b"<svg/>", "Tüte auf Holz")
    assert answer.status_code == 422
    assert "kein Foto, das wir lesen können" in answer.text
    assert 'value="Tüte auf Holz"' in answer.text


def test_a_file_beyond_the_limit_is_told_to_be_too_big(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert _sent(client, made.id, b"\0" * 10_000_001, "Groß").status_code == 413
    assert _sent(client, made.id, b"\0" * 11_000_000, "Groß").status_code == 413


def test_a_missing_product_or_file_is_told(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    for product in ("", "4711", "-1", "٣", "x"):
        assert "Bitte wählen Sie ein Produkt" in _sent(client, product, make_photo(), "x").text
    answer = client.post("/lager/fotos", data={"produkt": made.id, "beschreibung": "Tüte"})
    assert answer.status_code == 422


def test_the_public_and_report_readers_stay_outside(app: Flask) -> None:
    made = make_product(app)
    for client, status in ((app.test_client(), 302), (signed_in(app, "report"), 403)):
        assert client.get("/lager/fotos").status_code == status
        assert _sent(client, made.id, make_photo(), "x").status_code in {303, 302, 403}
    assert "/bilder/" not in app.test_client().get(f"/kaffee/{made.slug}").text
