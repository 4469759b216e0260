"""What may be kept, but not shown unasked."""

from typing import Any

import pytest
from flask import Flask, Response, request
from werkzeug.test import TestResponse

from shop.web.revalidated import revalidated


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)

    @made.get("/")
    def page() -> Response:
        text = request.args.get("text", "Kaffee")
        return revalidated(Response(text, int(request.args.get("status", 200))))

    return made


def get(app: Flask, path: str = "/", **headers: Any) -> TestResponse:
    return app.test_client(use_cookies=False).get(path, headers=headers)


def test_anybody_may_keep_the_answer_but_must_ask_before_each_use(app: Flask) -> None:
    first = get(app)
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Vary"] == "Cookie"
    assert first.headers["ETag"]


def test_who_holds_the_same_answer_is_told_only_that(app: Flask) -> None:
    again = get(app, **{"If-None-Match": get(app).headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "public, no-cache"


def test_who_holds_another_answer_gets_the_new_one(app: Flask) -> None:
    again = get(app, "/?text=Tee", **{"If-None-Match": get(app).headers["ETag"]})
    assert (again.status_code, again.data) == (200, b"Tee")


def test_a_visitor_with_a_cookie_leaves_nothing_to_keep(app: Flask) -> None:
    personal = get(app, Cookie="korb=x")
    assert "Cache-Control" not in personal.headers
    assert "ETag" not in personal.headers


def test_a_missing_page_stays_missing_for_who_asks_again(app: Flask) -> None:
    missing = get(app, "/?status=404").headers["ETag"]
    assert get(app, "/?status=404", **{"If-None-Match": missing}).status_code == 404
