from collections.abc import Iterator
from itertools import count

import pytest
from flask import Flask, render_template_string, request
from flask_babel import Babel
from jinja2 import DictLoader

from shop.web import kept

PART = "{% macro greet(name) %}<b>{{ name }}</b> {{ tick() }}{% endmacro %}"
PAGE = "{{ kept('part.html', 'greet', name) }}"


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask("shop", static_folder=None)
    Babel(app, locale_selector=lambda: request.args.get("lang", "de"))
    app.jinja_loader = DictLoader({"part.html": PART})
    ticks: Iterator[int] = count(1)
    app.jinja_env.globals["tick"] = lambda: next(ticks)
    kept.init_app(app)
    yield app


def said(app: Flask, name: str, language: str = "de") -> str:
    with app.test_request_context(f"/?lang={language}"):
        return render_template_string(PAGE, name=name)


def test_a_part_is_rendered_once_for_the_same_words(app: Flask) -> None:
    assert [said(app, "Ana"), said(app, "Ana")] == ["<b>Ana</b> 1", "<b>Ana</b> 1"]


def test_other_words_and_other_languages_have_their_own(app: Flask) -> None:
    assert said(app, "Ana") == "<b>Ana</b> 1"
    assert said(app, "Eva") == "<b>Eva</b> 2"
    assert said(app, "Ana", "es") == "<b>Ana</b> 3"


def test_what_is_kept_was_escaped_once(app: Flask) -> None:
    assert said(app, "<Ana>").startswith("<b>&lt;Ana&gt;</b>")
