"""What people type is taken as they mean it, and what cannot be meant is refused in words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form as PlainForm

from shop.web.forms import AtMost, Form, Needed, TextLine, WholeNumber


class Sheet(Form):
    name = TextLine("Name", [Needed("Bitte geben Sie den Namen ein."), AtMost(120)])
    units = WholeNumber("Menge", low=0, high=99)


def sent(name: str = "Ada", units: str = "1") -> Sheet:
    return Sheet(MultiDict({"name": name, "units": units}))


def errors(form: PlainForm) -> dict[str, list[str]]:
    form.validate()
    return {str(field): [str(error) for error in said] for field, said in form.errors.items()}


@pytest.mark.parametrize(
    "name",
    ["Ada", "Groß", "Erdős", "O’Brien", "José Ñahui", "محمد", "Zoë-Marie", "李雷", "می\u200cخواهم"],
)
def test_names_of_every_script_are_welcome(name: str) -> None:
    form = sent(name)
    assert errors(form) == {}
    assert form.name.data == unicodedata.normalize("NFC", name)


def test_a_name_is_kept_in_one_spelling_without_outer_blanks() -> None:
    form = sent("  Zoe\u0308\u00a0Meier ")
    assert errors(form) == {}
    assert form.name.data == "Zoë Meier"


@pytest.mark.parametrize(
    "name", ["a\nb", "a\r\nBcc: x", "a\x00b", "a\u202eb", "a\u2028b", "\ufeffa", "a\x1b[31m"]
)
def test_what_cannot_be_seen_is_refused(name: str) -> None:
    (said,) = errors(sent(name))["name"]
    assert "unsichtbare Zeichen" in said


def test_too_long_is_said_and_nothing_typed_is_lost() -> None:
    form = sent("x" * 10_000)
    assert "name" in errors(form)
    assert form.name.data == "x" * 10_000
    assert errors(sent("x" * 121))["name"] == ["Bitte höchstens 120 Zeichen."]


def test_an_empty_field_is_told_what_to_do() -> None:
    assert errors(sent("   "))["name"] == ["Bitte geben Sie den Namen ein."]


@pytest.mark.parametrize(
    "units", ["-1", "100", "1e3", "1_0", "٥", "1.5", "zwei", "9" * 30, "+1", "0x1", "--1", "1\x00"]
)
def test_only_plain_numbers_within_bounds_count(units: str) -> None:
    assert "von 0 bis 99" in errors(sent(units=units))["units"][0]


@given(st.integers(0, 99))
def test_every_number_within_bounds_is_taken_as_it_is(units: int) -> None:
    form = sent(units=f" {units} ")
    assert errors(form) == {}
    assert form.units.data == units


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_input_whatsoever_raises(name: str, units: str) -> None:
    form = sent(name, units)
    if form.validate():
        assert form.name.data
        assert not set(form.name.data) & set("\n\r\0\u202e\u2028")
