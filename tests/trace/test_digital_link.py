"""The link in a QR code, as GS1 writes it, leads to the batch the bag came from."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make.origin import make_batch
from tests.make.trace import GTIN, MadeBatch, make_packed


@pytest.fixture
def made(app: Flask) -> MadeBatch:
    return make_packed(app)


@pytest.mark.parametrize(
    "path",
    [
        f"/01/{GTIN}/10/26-118",
        f"/01/{GTIN[1:]}/10/26-118",
        f"/01/{GTIN}/10/26-118?17=271012",
        f"/01/{GTIN}/10/26%2D118?17=unlesbar&x=y",
    ],
)
def test_a_scanned_link_leads_to_the_page_of_the_batch(
    client: FlaskClient, made: MadeBatch, path: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (303, "/charge/26-118")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        # A wrong check digit, another item, no number, another batch.
        "/01/04006381333932/10/26-118",
        "/01/00000096385074/10/26-118",
        "/01/0400638133393x/10/26-118",
        f"/01/{GTIN}/10/26-999",
        f"/01/{GTIN}/10/%22%3E%3Cscript%3E",
    ],
)
def test_a_link_of_no_bag_of_ours_is_answered_with_help(
    client: FlaskClient, made: MadeBatch, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'name="code"' in answer.text and "<script>" not in answer.text


def test_a_bag_labelled_before_it_is_in_the_books_leads_to_its_batch_too(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    make_batch(app, code="26-119")
    page = client.get(f"/01/{GTIN}/10/26-119")
    assert page.status_code == 200 and "<h1>Charge 26-119</h1>" in page.text
    assert (
        "Tüten „Hausmischung, 250 g, ganze Bohne“ aus dieser Charge stehen noch nicht" in page.text
    )
    assert '<link rel="canonical" href="http://localhost/charge/26-119">' in page.text
    assert "stehen noch nicht" not in client.get("/charge/26-119").text
