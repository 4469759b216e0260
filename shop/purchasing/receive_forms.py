"""What the staff write when something has come."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField

from shop.purchasing.queries import LineRow
from shop.purchasing.rules import Came
from shop.stock.models import STOCKROOM
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine, WholeNumber
from shop.web.measures import Day
from shop.web.numbers import small_number
from shop.web.widgets import Dropdown

#: Nobody carries in more at once; a slip of the key is the likelier reason.
MOST = 9999


class GoodsForm(Form):
    """With fields for each line of goods, which `goods_form` adds."""

    line_ids: tuple[int, ...] = ()
    key = HiddenField()
    delivery_note = TextLine(
        _("Lieferschein"),
        [Needed(_("Bitte geben Sie die Nummer des Lieferscheins ein.")), AtMost(120)],
    )
    location = SelectField(
        _("Wohin"),
        validators=[Needed(_("Bitte wählen Sie, wohin die Ware kommt."))],
        validate_choice=False,
        widget=Dropdown(),
    )
    more_is_right = BooleanField(_("Es ist mehr gekommen als bestellt, und das stimmt"))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        # The stubs still know the tuples of older releases.
        choices: Iterable[Any] = self.location.iter_choices()
        if self.location.data not in {choice.value for choice in choices}:
            self.location.errors = [gettext("Bitte wählen Sie, wohin die Ware kommt.")]
        if not self.errors and not self.came():
            first = self[f"units_{self.line_ids[0]}"]
            first.errors = [gettext("Bitte geben Sie ein, wie viel gekommen ist.")]
        return not self.errors

    def came(self) -> dict[int, Came]:
        found = {}
        for id in self.line_ids:
            units, seen, day = self[f"units_{id}"], self[f"seen_{id}"], self[f"until_{id}"]
            assert isinstance(day, Day)
            if units.data:
                found[id] = Came(units.data, small_number(seen.data or "") or 0, day.day)
        return found

    def tell(self, line_ids: frozenset[int], sentence: str) -> None:
        for id in line_ids & set(self.line_ids):
            self[f"units_{id}"].errors = [sentence]


class CoffeeExtra(Form):
    """What a receipt asks beside what a batch does."""

    key = HiddenField()
    seen = HiddenField()
    delivery_note = TextLine(
        _("Lieferschein"),
        [Needed(_("Bitte geben Sie die Nummer des Lieferscheins ein.")), AtMost(120)],
    )
    more_is_right = BooleanField(_("Es ist mehr gekommen als bestellt, und das stimmt"))


class TakeBackForm(Form):
    because = TextLine(
        _("Warum"), [Needed(_("Bitte geben Sie an, was daran falsch war.")), AtMost(150)]
    )


def goods_form(
    lines: Sequence[LineRow], locations: Sequence[tuple[int, str]], formdata: Any = None
) -> GoodsForm:
    """For the lines of goods, nothing filled in; `locations` are where it may be put."""
    goods = [line for line in lines if line.kind == "goods"]
    fields: dict[str, Any] = {"line_ids": tuple(line.id for line in goods)}
    data: dict[str, Any] = {"location": str(STOCKROOM)}
    for line in goods:
        fields[f"units_{line.id}"] = WholeNumber(_("gekommen"), low=0, high=MOST)
        fields[f"until_{line.id}"] = Day(_("haltbar bis"))
        fields[f"seen_{line.id}"] = HiddenField()
        data[f"seen_{line.id}"] = str(line.received)
    made = type("GoodsFormWithLines", (GoodsForm,), fields)(formdata, data=data)
    assert isinstance(made, GoodsForm)
    made.location.choices = [SelectChoice(str(id), name) for id, name in locations]
    return made
