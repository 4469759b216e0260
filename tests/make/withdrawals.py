"""Withdrawals for a test, declared as a visitor without scripts does it."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

DECLARED = {
    "name": "Testperson 001",
    "contract": "SK-2026-00042",
    "email": "testperson@example.org",
    "goods": "",
}


def step_one(client: FlaskClient, **changes: str) -> TestResponse:
    """The page with the button „Widerruf bestätigen“."""
    return client.post("/widerruf", data=DECLARED | changes)


def hidden(page: TestResponse) -> dict[str, str]:
    """What the button would send."""
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in pairs}


def step_two(client: FlaskClient, page: TestResponse) -> TestResponse:
    """The button pressed."""
    return client.post("/widerruf/bestaetigen", data=hidden(page))


def withdraw_online(client: FlaskClient, **changes: str) -> TestResponse:
    """Both steps; the page that says that it was received."""
    answer = step_two(client, step_one(client, **changes))
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)
