"""Drawn as WTForms draws it: only faster."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import Select, TextInput

from shop.web.forms import Form, SelectChoice
from shop.web.widgets import Dropdown, OneLine

CHOICES = [
    SelectChoice("DE", "Deutschland"),
    SelectChoice("AT", 'Österreich & "mehr"'),
    SelectChoice("", "<andere>"),
]


class Quick(Form):
    line = StringField(validators=[InputRequired(), Length(max=80)], widget=OneLine())
    plain = StringField(widget=OneLine())
    country = SelectField(choices=CHOICES, widget=Dropdown())
    wanted = SelectField(choices=CHOICES, validators=[InputRequired()], widget=Dropdown())


class Usual(Form):
    line = StringField(validators=[InputRequired(), Length(max=80)], widget=TextInput())
    plain = StringField(widget=TextInput())
    country = SelectField(choices=CHOICES, widget=Select())
    wanted = SelectField(choices=CHOICES, validators=[InputRequired()], widget=Select())


names = st.sampled_from(["autocomplete", "aria_describedby", "class_", "data-name", "type", "id"])
values = st.one_of(st.text(), st.integers(), st.booleans())


@given(st.text(), st.sampled_from(["DE", "AT", "", "XX"]), st.dictionaries(names, values))
def test_every_control_is_drawn_as_by_the_library(
    typed: str, country: str, attributes: dict[str, str | int | bool]
) -> None:
    sent = MultiDict({"line": typed, "plain": typed, "country": country, "wanted": country})
    for quick, usual in zip(Quick(sent), Usual(sent), strict=True):
        assert quick(**attributes) == usual(**attributes)
