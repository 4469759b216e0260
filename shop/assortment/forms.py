"""Forms made of the keys of a product file: what they refuse, a file would be refused for."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask_babel import gettext
from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput

from shop.assortment.as_file import Values
from shop.assortment.fields import Asked
from shop.catalogue.product_keys import PART, PRODUCT, VARIANT, Key, Wrong
from shop.catalogue.unproven import unproven_words
from shop.web.forms import Form, SelectChoice, TextLine
from shop.web.measures import ManyLines
from shop.web.numbers import small_number
from shop.web.widgets import Dropdown

#: Rows for parts of a set; beyond them nobody can tell what is in it.
PARTS = 8


class KeysForm(Form):
    """`keys_form` adds a field for each key."""

    seen = HiddenField()
    asked: Mapping[str, Asked]
    keys: Mapping[str, Key]

    @property
    def seen_change(self) -> int:
        return small_number(self.seen.data or "") or 0

    def values(self) -> Values:
        """As a product file takes them. Only of a form that is valid."""
        return {name: _typed(self[name].data, asked.how) for name, asked in self.asked.items()}

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        for name in self.asked:
            if not self[name].errors:
                self[name].errors = list(self._wrong(name))
        return not self.errors

    def _wrong(self, name: str) -> Iterable[str]:
        key, typed = self.keys[name], _typed(self[name].data, self.asked[name].how)
        if typed == "" and key.needed:
            return [gettext("%(field)s: Bitte ausfüllen.", field=self[name].label.text)]
        try:
            read = key.read(typed)
        except Wrong as wrong:
            return [wrong.on_page]
        return unproven_words(read) if key.is_read else []


def keys_form(asked: Mapping[str, Asked], keys: Mapping[str, Key], **given: Any) -> KeysForm:
    fields: dict[str, Any] = {name: _field(one, keys[name]) for name, one in asked.items()}
    fields |= {"asked": asked, "keys": keys}
    return cast(KeysForm, type("ProductForm", (KeysForm,), fields)(**given))


def product_form(asked: Mapping[str, Asked], **given: Any) -> KeysForm:
    return keys_form(asked, PRODUCT, **given)


def variant_form(asked: Mapping[str, Asked], **given: Any) -> KeysForm:
    return keys_form(asked, VARIANT, **given)


def shown(values: Values, asked: Mapping[str, Asked]) -> dict[str, Any]:
    """What the form shows of a product as a file has it."""
    found = {name: values.get(name, "") for name in asked}
    several = {name for name, one in asked.items() if one.how == "several"}
    return found | {name: [x for x in str(found[name]).split(",") if x] for name in several}


def typed_parts(form: Mapping[str, str]) -> tuple[list[Values], dict[str, str]]:
    """Parts of a set as they were typed, row by row, and what is wrong with which input."""
    parts, wrong = [], {}
    for number in range(PARTS):
        names = {name: f"teil-{number}-{name}" for name in PART}
        row = {name: form.get(sent, "").strip() for name, sent in names.items()}
        if not (row["name"] or row["single_price"]):
            continue
        parts.append(row)
        for name, key in PART.items():
            try:
                read = key.read(row[name])
            except Wrong as refused:
                wrong[names[name]] = refused.on_page
                continue
            for why in unproven_words(read) if key.is_read else ():
                wrong[names[name]] = why
    return parts, wrong


def _field(asked: Asked, key: Key) -> Field:
    choices = [SelectChoice(str(value), words) for value, words in (asked.choices or {}).items()]
    if asked.how == "choice":
        return SelectField(asked.label, choices=choices, widget=Dropdown(), coerce=str)
    if asked.how == "several":
        return SelectMultipleField(asked.label, choices=choices, option_widget=CheckboxInput())
    kinds = {"text": ManyLines, "yes": BooleanField}
    kind: Any = kinds.get(asked.how, TextLine)
    return cast(Field, kind(asked.label, render_kw={"required": True} if key.needed else {}))


def _typed(data: Any, how: str) -> Any:
    """A number where one was typed; anything else as it is, for the key to refuse."""
    if how == "yes":
        return bool(data)
    if how == "several":
        return ",".join(data or ())
    text = data or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text) if is_number and how in {"number", "choice"} else text
