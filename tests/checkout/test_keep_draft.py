"""What was typed at the checkout is kept for the customer, and not longer than needed."""

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shop.checkout.forget_old_drafts import forget_old_drafts
from shop.checkout.models import Draft
from shop.clock import now
from shop.db import db
from tests.checkout.test_forms import SHIPPING
from tests.make.catalogue import make_product


def drafts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def begin(app: Flask, client: FlaskClient) -> None:
    coffee = make_product(app)
    client.post("/warenkorb", data={"variante": coffee.variant.id})
    assert client.post("/kasse", data=SHIPPING).status_code == 303


def test_answers_are_there_again_when_one_comes_back(app: Flask, client: FlaskClient) -> None:
    begin(app, client)
    assert 'value="Musterweg 1"' in client.get("/kasse").text


def test_answering_again_replaces_what_was_kept(app: Flask, client: FlaskClient) -> None:
    begin(app, client)
    client.post("/kasse", data=SHIPPING | {"street": "Beispielweg 9"})
    assert drafts(app) == 1
    assert "Beispielweg 9" in client.get("/kasse/pruefen").text


def test_the_key_is_secret_and_random(app: Flask, client: FlaskClient) -> None:
    coffee = make_product(app)
    client.post("/warenkorb", data={"variante": coffee.variant.id})
    cookie = client.post("/kasse", data=SHIPPING).headers["Set-Cookie"]
    assert re.match(r"stadtkaffee_kasse=[\w-]{32};", cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_nobody_reads_the_answers_without_the_key(app: Flask, client: FlaskClient) -> None:
    begin(app, client)
    stranger = app.test_client()
    for key in ("", "x" * 32, "\x00", "../../etc/passwd"):
        stranger.set_cookie("stadtkaffee_kasse", key)
        answer = stranger.get("/kasse/pruefen")
        assert (answer.status_code, answer.location) == (303, "/kasse")


def test_answers_of_another_release_are_asked_for_again(app: Flask, client: FlaskClient) -> None:
    begin(app, client)
    with app.app_context():
        db.session.execute(update(Draft).values(answers={"delivery": "drone"}))
        db.session.commit()
    assert client.get("/kasse/pruefen").location == "/kasse"
    assert client.get("/kasse").status_code == 200


def test_a_day_later_they_are_gone(app: Flask, client: FlaskClient) -> None:
    begin(app, client)
    with app.app_context():
        forget_old_drafts(now() + timedelta(hours=23))
        db.session.commit()
    assert drafts(app) == 1
    with app.app_context():
        forget_old_drafts(now() + timedelta(hours=25))
        db.session.commit()
    assert drafts(app) == 0
