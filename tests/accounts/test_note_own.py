"""After a break-in somebody can say what was changed, and since when."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts.write_recovery_codes import write_recovery_codes
from shop.audit.models import Change
from shop.db import db
from tests.make.people import PASSWORD, make_person, sign_in, signed_in


def test_the_book_says_what_a_colleague_changed_about_their_way_in(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """Also that there was somebody with a wrong password; never an address or a secret."""
    owner, client = make_person(app), app.test_client()
    sign_in(client, password="das ist ein falsches Passwort")
    sign_in(client)
    client.post("/konto/zweiter-faktor/ersatzcodes")
    client.post("/konto/passwort", data={"password": "fünf andere Worte ohne Sinn"})
    with app.app_context():
        told = db.session.execute(select(Change.what, Change.record_id, Change.person_id)).all()
    assert [tuple(row) for row in told] == [
        ('{"recovery_codes": [null, "neu"]}', owner, owner),
        ('{"password": [null, "neu"]}', owner, owner),
    ]
    assert f"sign-in of person id {owner} refused" in caplog.text


def test_a_code_on_paper_that_was_used_is_in_the_book_and_nothing_of_customers(
    app: Flask,
) -> None:
    make_person(app)
    with app.app_context():
        (paper, *_) = write_recovery_codes(1)
        db.session.commit()
    client = app.test_client()
    client.post("/konto/anmelden", data={"email": "lager@laden.example", "password": PASSWORD})
    client.post("/konto/zweiter-faktor/ersatzcode", data={"code": paper})
    signed_in(app, "customer").post(
        "/konto/passwort", data={"password": "fünf andere Worte ohne Sinn"}
    )
    with app.app_context():
        told = db.session.scalars(select(Change.what)).all()
    assert told == ['{"recovery_codes": [null, "einer benutzt"]}']
