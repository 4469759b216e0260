"""Only our own pages may change anything."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make.catalogue import make_product


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://boese.example"}, False),
        ({"Origin": "http://localhost.boese.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Origin": "http://["}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({}, True),
    ],
)
def test_a_form_counts_only_from_our_own_pages(
    app: Flask, client: FlaskClient, headers: dict[str, str], is_ours: bool
) -> None:
    bag = make_product(app).variant
    answer = client.post(
        "/warenkorb", data={"variante": str(bag.id), "menge": "1"}, headers=headers
    )
    assert answer.status_code == (303 if is_ours else 403)
    assert bool(client.get_cookie("stadtkaffee_korb")) == is_ours
    if not is_ours:
        assert "nichts geändert" in answer.text


def test_every_changing_address_refuses_a_foreign_page(app: Flask, client: FlaskClient) -> None:
    """The webhook too: it is called by no browser, and its callers send no such header."""
    changing = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(changing) > 8
    for rule in changing:
        path = rule.build({name: "1" for name in rule.arguments})
        assert path
        answer = client.post(path[1], headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, rule


def test_a_foreign_host_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "boese.example"}).status_code == 400
