"""A code as people type it leads to its batch, or to help."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make.origin import make_batch
from tests.make.trace import GTIN, MadeBatch, make_packed


@pytest.fixture
def made(app: Flask) -> MadeBatch:
    return make_packed(app)


@pytest.mark.parametrize("typed", ["26.118", "26 118", "26118", "Charge 26-118", "26–118"])
def test_a_code_typed_otherwise_leads_to_the_one_address(
    client: FlaskClient, made: MadeBatch, typed: str
) -> None:
    assert client.get(f"/charge/{typed}").location == "/charge/26-118"
    assert client.get("/charge/", query_string={"code": typed}).location == "/charge/26-118"


def test_a_code_that_could_be_two_batches_is_neither_unless_it_is_exact(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    make_batch(app, code="261-18")
    assert client.get("/charge/26118").status_code == 404
    assert client.get("/charge/26-118").status_code == 200
    assert client.get("/charge/261-18").status_code == 200


CANARY = "<script>alert(1)</script>\"'"


@pytest.mark.parametrize(
    "path", ["/charge/26-999", "/charge/" + "9" * 300, "/charge/a/b", "/charge/?code=nichts"]
)
def test_an_unknown_code_helps_to_find_the_right_one(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    for help_given in ('name="code"', "26-118", "mailto:", "<svg"):
        assert help_given in answer.text


def test_what_was_typed_comes_back_harmless(client: FlaskClient) -> None:
    for answer in (
        client.get("/charge/", query_string={"code": CANARY}),
        client.get(f"/charge/{CANARY}"),
        client.get(f"/01/{GTIN}/10/{CANARY}"),
    ):
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("typed", ["26-10", "26.10", "2610", "Charge 26-10", "026-0010"])
def test_whoever_left_out_noughts_is_asked_which_batch_is_meant(
    app: Flask, client: FlaskClient, typed: str
) -> None:
    make_batch(app, code="26-010")
    make_batch(app, code="26-100")
    for answer in (
        client.get(f"/charge/{typed}"),
        client.get("/charge/", query_string={"code": typed}),
    ):
        assert answer.status_code == 404 and "Meinten Sie" in answer.text
        assert 'href="/charge/26-010"' in answer.text and "26-100" not in answer.text


def test_of_two_batches_that_could_be_meant_both_are_named(app: Flask, client: FlaskClient) -> None:
    make_batch(app, code="26-118")
    make_batch(app, code="261-18")
    page = client.get("/charge/26118").text
    assert 'href="/charge/26-118"' in page and 'href="/charge/261-18"' in page


def test_a_program_asking_for_an_unknown_batch_hears_how_to_find_the_right_one(
    app: Flask, client: FlaskClient
) -> None:
    make_batch(app, code="26-010")
    answer = client.get("/charge/26-10.json")
    assert answer.status_code == 404 and answer.json is not None
    assert "26-010B" in answer.json["help"] and answer.json["find"].endswith("/charge/")
    assert answer.json["similar"] == [
        {"code": "26-010", "url": "http://localhost/charge/26-010.json"}
    ]
    nothing = client.get("/charge/26-999.json")
    assert nothing.status_code == 404 and nothing.json is not None
    assert nothing.json["error"] and nothing.json["similar"] == []
