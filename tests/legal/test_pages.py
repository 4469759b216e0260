import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from shop.legal.current import NAMES, current_text
from shop.legal.keep import keep


@pytest.mark.parametrize("name", NAMES)
def test_a_legal_page_shows_title_version_and_hash(
    app: Flask, client: FlaskClient, name: str
) -> None:
    with app.app_context():
        text = current_text(name)
    answer = client.get(f"/{name}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'<h1 id="titel">{text.title}</h1>' in page
    assert "Fassung vom 1.\u00a0November 2026" in page
    assert text.sha256[:8] in page
    assert text.html in page
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", NAMES)
def test_a_legal_text_can_be_saved_as_a_file(app: Flask, client: FlaskClient, name: str) -> None:
    with app.app_context():
        text = current_text(name)
    answer = client.get(f"/{name}?format=txt")
    assert answer.get_data(as_text=True) == text.text
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"].startswith(f"attachment; filename={name}-")


def test_a_kept_wording_is_shown_for_ever(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        text = current_text("agb")
        keep([text])
        db.session.commit()
    page = client.get(f"/recht/{text.sha256}").get_data(as_text=True)
    assert text.html in page
    assert "der gespeicherte Wortlaut" in page
    saved = client.get(f"/recht/{text.sha256}?format=txt").get_data(as_text=True)
    assert saved == text.text


@pytest.mark.parametrize("digest", ["0" * 64, "x", "%00", "0" * 10_000, "../agb", "%F0%9F%98%80"])
def test_an_unknown_hash_is_not_found(client: FlaskClient, digest: str) -> None:
    assert client.get(f"/recht/{digest}").status_code == 404
