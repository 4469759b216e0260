"""How much of what: rows of a record to take from, and kilograms."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField

from shop.web.forms import Form, SelectChoice
from shop.web.measures import Measure
from shop.web.numbers import small_number
from shop.web.widgets import Dropdown

#: A roaster with a big drum makes some hundred kilograms a day.
MOST_GRAMS = 20_000_000


class WeightRows(Form):
    """A form to which `weight_fields` adds rows; empty ones do not count."""

    #: How many there are.
    count = 0
    rows = HiddenField()

    def grams(self) -> dict[int, int]:
        """Record id → grams. Only of a form that is valid."""
        found = {}
        for row in self._told():
            kilograms = self[f"row_{row}_kg"]
            assert isinstance(kilograms, Measure) and kilograms.amount
            found[int(self[f"row_{row}_of"].data)] = kilograms.amount
        return found

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        told = self._told()
        for row in told:
            self._check(row, {self[f"row_{one}_of"].data for one in told if one < row})
        if not told:
            self.tell_row(0, "of", gettext("Bitte wählen Sie, woraus diese Charge ist."))
        return not self.errors

    def tell(self, record_id: int, part: str, sentence: str) -> None:
        """At the row of this record: its choice („of“) or its kilograms („kg“)."""
        for row in self._told():
            if self[f"row_{row}_of"].data == str(record_id):
                self.tell_row(row, part, sentence)

    def tell_row(self, row: int, part: str, sentence: str) -> None:
        self[f"row_{row}_{part}"].errors = [sentence]

    def _told(self) -> list[int]:
        return [
            row
            for row in range(self.count)
            if self[f"row_{row}_of"].data or self[f"row_{row}_kg"].data
        ]

    def _check(self, row: int, chosen_before: set[str]) -> None:
        chosen = self[f"row_{row}_of"].data
        if not chosen:
            self.tell_row(row, "of", gettext("Bitte wählen Sie, woher dieser Kaffee ist."))
        if not self[f"row_{row}_kg"].data:
            self.tell_row(row, "kg", gettext("Bitte geben Sie das Gewicht ein."))
        if chosen and chosen in chosen_before:
            self.tell_row(row, "of", gettext("Das steht schon in einer Zeile darüber."))


def weight_fields(label: Any, records: Mapping[int, str], rows: int) -> dict[str, Any]:
    choices = [
        SelectChoice("", _("bitte wählen")),
        *(SelectChoice(str(id), words) for id, words in records.items()),
    ]
    fields: dict[str, Any] = {"count": rows}
    for row in range(rows):
        fields[f"row_{row}_of"] = SelectField(label, choices=choices, default="", widget=Dropdown())
        fields[f"row_{row}_kg"] = Measure(
            _("Gewicht (kg)"), places=3, least=1, most=MOST_GRAMS, like="60 oder 59,5"
        )
    return fields


def chosen_records(typed: Mapping[str, str]) -> set[int]:
    """What rows that were sent name, so that it can be offered again even if nothing is left."""
    return {
        number
        for name, value in typed.items()
        if name.startswith("row_") and name.endswith("_of") and (number := small_number(value))
    }
