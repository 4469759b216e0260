"""Photographs of a product in the hands of the staff."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from shop.catalogue.models import Photo
from shop.db import db
from tests.make.catalogue import make_product
from tests.make.people import signed_in
from tests.make.photos import make_photo

# Which database stands behind the form plays no part here.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _sent(client: FlaskClient, slug: str, content: bytes, alt: str) -> TestResponse:
    file = FileStorage(io.BytesIO(content), "foto.jpg")
    # Encoded here: the client would leave a large body in a file that nobody closes.
    kind, body = encode_multipart({"beschreibung": alt, "datei": file})
    sent_as = f"multipart/form-data; boundary={kind}"
    return client.post(f"/artikel/{slug}/fotos", data=body, content_type=sent_as)


def _ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Photo.id).order_by(Photo.position, Photo.id)))


def test_staff_give_a_product_a_photograph_and_take_it_off_again(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    at = f"/artikel/{made.slug}/fotos"
    assert _sent(client, made.slug, make_photo(), "Tüte auf Holz").status_code == 303
    assert "Tüte auf Holz" in client.get(at).text
    assert "Tüte auf Holz" in app.test_client().get(f"/kaffee/{made.slug}").text
    assert client.post(f"{at}/1/entfernen").status_code == 303
    assert "Tüte auf Holz" not in app.test_client().get(f"/kaffee/{made.slug}").text
    assert client.post(f"{at}/1/entfernen").status_code == 404


def test_the_first_of_several_stands_in_the_listing_and_staff_choose_it(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    for alt in ("Vorn", "Hinten"):
        _sent(client, made.slug, make_photo(), alt)
    first, second = _ids(app)
    at = f"/artikel/{made.slug}/fotos/{second}"
    assert client.post(f"{at}/verschieben", data={"wohin": "vor"}).status_code == 303
    assert client.post(f"{at}/verschieben", data={"wohin": "vor"}).status_code == 303
    assert _ids(app) == [second, first]
    page = app.test_client().get(f"/kaffee/{made.slug}").text
    assert page.index("Hinten") < page.index("Vorn")


def test_staff_say_anew_what_is_to_be_seen(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    _sent(client, made.slug, make_photo(), "Tüte auf Hlz")
    at = f"/artikel/{made.slug}/fotos/1/beschreiben"
    assert client.post(at, data={"beschreibung": "Tüte auf Holz"}).status_code == 303
    assert "Tüte auf Holz" in app.test_client().get(f"/kaffee/{made.slug}").text
    assert client.post(at, data={"beschreibung": " "}).status_code == 422
    assert client.post(at, data={"beschreibung": "Tüte\u202e etüT"}).status_code == 422
    assert "auf Hlz" in client.get(f"/artikel/{made.slug}").text


def test_the_photograph_of_another_product_is_left_alone(app: Flask) -> None:
    made, other, client = make_product(app), make_product(app), signed_in(app)
    _sent(client, made.slug, make_photo(), "Tüte")
    for what in ("entfernen", "verschieben", "beschreiben"):
        sent = {"beschreibung": "x", "wohin": "vor"}
        at = f"/artikel/{other.slug}/fotos/1/{what}"
        assert client.post(at, data=sent).status_code == 404
    assert _ids(app) == [1]


def test_what_needs_a_claim_stands_in_no_description_of_a_photograph(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    answer = _sent(client, made.slug, make_photo(), "Unser Biokaffee")
    assert answer.status_code == 422
    assert "braucht" in answer.text


def test_a_photograph_of_several_megabytes_gets_through(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert _sent(client, made.slug, make_photo() + b"\0" * 5_000_000, "Groß").status_code == 303


def test_a_refused_photograph_says_why_and_keeps_the_words(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    answer = _sent(client, made.slug, b"<svg/>", "Tüte auf Holz")
    assert answer.status_code == 422
    assert "kein Foto, das wir lesen können" in answer.text
    assert 'value="Tüte auf Holz"' in answer.text


def test_a_file_beyond_the_limit_is_told_to_be_too_big(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert _sent(client, made.slug, b"\0" * 10_000_001, "Groß").status_code == 413
    assert _sent(client, made.slug, b"\0" * 11_000_000, "Groß").status_code == 413


def test_a_missing_product_or_file_is_told(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert _sent(client, "gibt-es-nicht", make_photo(), "x").status_code == 404
    answer = client.post(f"/artikel/{made.slug}/fotos", data={"beschreibung": "Tüte"})
    assert answer.status_code == 422


def test_the_public_and_report_readers_stay_outside(app: Flask) -> None:
    made = make_product(app)
    for client, status in ((app.test_client(), 302), (signed_in(app, "report"), 403)):
        assert client.get(f"/artikel/{made.slug}/fotos").status_code == status
        assert _sent(client, made.slug, make_photo(), "x").status_code in {303, 302, 403}
    assert "/bilder/" not in app.test_client().get(f"/kaffee/{made.slug}").text
