"""An address that cannot exist is not found, and breaks nothing."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.make.people import signed_in


def pages(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "<" in rule.rule and "GET" in (rule.methods or ())
    ]


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%F0%9F%98%80", "%E2%80%AE", "'--", "9" * 400])
def test_every_page_with_a_name_in_its_address_knows_what_it_does_not_have(
    app: Flask, client: FlaskClient, odd: str
) -> None:
    assert len(pages(app)) >= 8
    for rule in pages(app):
        path = re.sub(r"<[^>]*>", odd, rule.rule)
        # 410: a link from a mail that opens nothing (any more).
        assert client.get(path).status_code in {302, 303, 404, 410}, path


@pytest.mark.parametrize("odd", ["0", "a%00b", "9" * 10, "9" * 19, "9" * 30])
def test_the_staffs_pages_do_not_have_it_either(app: Flask, odd: str) -> None:
    staff = signed_in(app, "admin")
    for rule in pages(app):
        path = re.sub(r"<[^>]*>", odd, rule.rule)
        # 403: a customer's own pages; 410: a link from a mail that opens nothing.
        assert staff.get(path).status_code in {302, 303, 403, 404, 410}, path


def test_a_nul_in_a_field_or_a_question_is_refused_before_any_page_acts(app: Flask) -> None:
    customer = signed_in(app, "customer")
    asked = {
        "/konto/sitzungen/beenden": {"sitzung": "\0" * 16},
        "/konto/daten": {"name": "a\0b"},
        "/konto/mail-adresse": {"a\0b": "neu@laden.example"},
    }
    for path, fields in asked.items():
        assert customer.post(path, data=fields).status_code == 400, path
        files = fields | {"datei": (io.BytesIO(b"x"), "x.txt")}
        assert customer.post(path, data=files).status_code == 400, path
        assert customer.get("/kaffee/", query_string=fields).status_code == 400, path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=40))
def test_no_address_whatsoever_breaks_the_shop(client: FlaskClient, path: str) -> None:
    assert client.get(f"/kaffee/{path}").status_code < 500
    assert client.get("/kaffee/", query_string={"q": path, "seite": path}).status_code < 500
