from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from shop.web.forms import Form
from shop.web.measures import Day, ManyLines, Measure, day_text, measure_text


class Typed(Form):
    day = Day("Tag")
    dollars = Measure("Preis", places=4, most=1_000_000, like="3,80")
    text = ManyLines("Text")


def typed(app: Flask, **given: str) -> Typed:
    with app.test_request_context():
        form = Typed(MultiDict(given))
        form.validate()
        # Sentences are lazy: they need the request.
        for field in form:
            field.errors = [str(error) for error in field.errors]
        return form


@pytest.mark.parametrize("day", ["2026-01-31", "31.1.2026", "31.01.2026", " 31. 1. 2026 "])
def test_a_day_may_be_written_as_browsers_and_as_germans_do(app: Flask, day: str) -> None:
    assert typed(app, day=day).day.day == date(2026, 1, 31)


def test_a_day_is_shown_as_it_is_typed_whatever_the_browser_speaks(app: Flask) -> None:
    day = typed(app, day=day_text(date(2026, 1, 3))).day
    assert day.day == date(2026, 1, 3) and 'type="text" value="03.01.2026"' in day()


@pytest.mark.parametrize("day", ["31.2.2026", "2026-13-01", "31.1.26", "gestern", "٣١.١.٢٠٢٦"])
def test_what_is_no_day_is_told_and_stays(app: Flask, day: str) -> None:
    form = typed(app, day=day)
    assert form.day.errors == ["Bitte schreiben Sie das Datum wie 31.1.2026."]
    assert form.day.data == day


@pytest.mark.parametrize(
    ("text", "amount"), [("3,80", 38_000), ("3", 30_000), ("0,0001", 1), ("", None)]
)
def test_a_price_is_typed_with_a_comma(app: Flask, text: str, amount: int | None) -> None:
    assert typed(app, dollars=text).dollars.amount == amount


@pytest.mark.parametrize("text", ["3.80", "1.000", "-1", "3,80001", "1e3", "٣", "3,", ",5", "NaN"])
def test_a_point_or_a_sign_is_refused_in_words(app: Flask, text: str) -> None:
    form = typed(app, dollars=text)
    assert form.dollars.errors == ["Bitte schreiben Sie die Zahl wie 3,80."]
    assert form.dollars.amount is None


def test_too_much_is_told_with_what_is_possible(app: Flask) -> None:
    told = typed(app, dollars="100,0001").dollars.errors
    assert told == ["Bitte geben Sie eine Zahl von 0 bis 100 ein."]


def test_a_longer_text_keeps_its_paragraphs_and_nothing_unseen(app: Flask) -> None:
    assert typed(app, text=" Eins\r\n\r\nZwei ").text.data == "Eins\n\nZwei"
    assert typed(app, text="a\u202eb").text.errors


@given(st.integers(0, 10**9), st.integers(0, 4))
def test_what_is_shown_is_what_is_typed(amount: int, least: int) -> None:
    whole, _, rest = measure_text(amount, 4, least).partition(",")
    assert int(whole) * 10**4 + int((rest or "").ljust(4, "0")) == amount
    assert len(rest) >= least
