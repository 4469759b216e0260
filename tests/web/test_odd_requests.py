"""Requests nobody makes by mistake are answered, not stumbled over."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make.people import signed_in


@pytest.mark.parametrize(
    "path",
    [
        "/auftraege/?liste=erledigt&nach=2026-01-01_999999999999999999",
        "/berichte/?von=9999-12&bis=9999-12",
        "/berichte/?von=9999-11&bis=9999-11",
        "/berichte/verkauf.csv?von=9999-12&bis=9999-12",
    ],
)
def test_numbers_beyond_every_measure_are_answered_in_little_room(app: Flask, path: str) -> None:
    answer = signed_in(app, "admin").get(path)
    assert answer.status_code < 500
    assert len(answer.data) < 400_000


@pytest.mark.parametrize("photo", ["3000000000", "9" * 24])
def test_a_photograph_no_database_can_number_is_not_found(app: Flask, photo: str) -> None:
    assert signed_in(app).post(f"/lager/fotos/{photo}/entfernen").status_code == 404


def test_a_sign_in_with_a_nul_is_no_sign_in(client: FlaskClient) -> None:
    answer = client.post("/konto/anmelden", data={"email": "a\0b@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "nicht verstanden" in answer.text
