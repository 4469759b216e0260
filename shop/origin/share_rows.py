"""Whose green coffee it is: rows of cooperative, share, source."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField

from shop.clock import today
from shop.origin.lot_rules import WHOLE_BP, Share
from shop.origin.models import GreenShare
from shop.web.forms import AtMost, Form, SelectChoice, TextLine
from shop.web.measures import Day, Measure, day_text, measure_text
from shop.web.widgets import Dropdown

_PARTS = ("cooperative", "percent", "source", "on")


class ShareRows(Form):
    """A form to which `share_fields` adds rows; empty ones do not count."""

    #: How many there are.
    count = 0
    rows = HiddenField()

    def shares(self) -> list[Share]:
        """Only of a form that is valid."""
        return [self._share(row) for row in range(self.count) if self._is_told(row)]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        told = [row for row in range(self.count) if self._is_told(row)]
        for row in told:
            self._check(row, before=[one for one in told if one < row])
        if not told:
            self._field(0, "cooperative").errors = [
                gettext("Bitte geben Sie an, von welcher Genossenschaft der Kaffee ist.")
            ]
        return not self.errors

    def tell_sum(self, sum_bp: int) -> None:
        """At the last share that was typed: they do not add up."""
        told = [row for row in range(self.count) if self._is_told(row)]
        missing = measure_text(abs(WHOLE_BP - sum_bp), 2)
        total = measure_text(sum_bp, 2)
        sentence = (
            gettext("Zusammen sind es %(sum)s %%: Es fehlen %(rest)s %%.", sum=total, rest=missing)
            if sum_bp < WHOLE_BP
            else gettext(
                "Zusammen sind es %(sum)s %%: Das sind %(rest)s %% zu viel.",
                sum=total,
                rest=missing,
            )
        )
        self._field(told[-1], "percent").errors = [sentence]

    def _is_told(self, row: int) -> bool:
        return any(self._field(row, part).data for part in _PARTS)

    def _check(self, row: int, before: list[int]) -> None:
        sentences = {
            "cooperative": gettext("Bitte wählen Sie die Genossenschaft."),
            "percent": gettext("Bitte geben Sie den Anteil ein."),
            "source": gettext("Bitte geben Sie an, woher dieser Anteil bekannt ist."),
            "on": gettext("Bitte geben Sie an, von wann die Quelle ist."),
        }
        for part, sentence in sentences.items():
            if not self._field(row, part).data:
                self._field(row, part).errors = [sentence]
        chosen, day = self._field(row, "cooperative"), self._field(row, "on")
        if chosen.data and chosen.data in [self._field(one, "cooperative").data for one in before]:
            chosen.errors = [gettext("Diese Genossenschaft steht schon in einer Zeile darüber.")]
        assert isinstance(day, Day)
        if day.day and day.day > today():
            day.errors = [gettext("Dieser Tag liegt in der Zukunft.")]

    def _share(self, row: int) -> Share:
        percent, day = self._field(row, "percent"), self._field(row, "on")
        assert isinstance(percent, Measure) and isinstance(day, Day)
        assert percent.amount and day.day
        cooperative_id = int(self._field(row, "cooperative").data)
        return Share(cooperative_id, percent.amount, self._field(row, "source").data, day.day)

    def _field(self, row: int, part: str) -> Any:
        return self[f"share_{row}_{part}"]


def share_fields(cooperatives: Mapping[int, str], rows: int) -> dict[str, Any]:
    choices = [
        SelectChoice("", _("bitte wählen")),
        *(SelectChoice(str(id), name) for id, name in cooperatives.items()),
    ]
    fields: dict[str, Any] = {"count": rows}
    for row in range(rows):
        fields[f"share_{row}_cooperative"] = SelectField(
            _("Genossenschaft"), choices=choices, default="", widget=Dropdown()
        )
        fields[f"share_{row}_percent"] = Measure(
            _("Anteil (%)"), places=2, least=1, most=WHOLE_BP, like="75 oder 33,34"
        )
        fields[f"share_{row}_source"] = TextLine(_("Quelle"), [AtMost(200)])
        fields[f"share_{row}_on"] = Day(_("Stand"))
    return fields


def typed_shares(shares: Sequence[GreenShare]) -> dict[str, str]:
    """What the form shows of stored ones."""
    typed = {}
    for row, share in enumerate(shares):
        typed[f"share_{row}_cooperative"] = str(share.cooperative_id)
        typed[f"share_{row}_percent"] = measure_text(share.share_bp, 2)
        typed[f"share_{row}_source"] = share.source
        typed[f"share_{row}_on"] = day_text(share.stated_on)
    return typed
