"""What labels the staff want."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, ValidationError

from shop.trace.label_sheet import SHEETS, Sheet
from shop.web.forms import Form, Needed, SelectChoice, WholeNumber
from shop.web.widgets import Dropdown

#: More than are packed in a day.
MOST = 600


class LabelForm(Form):
    #: Article number; its choices are the page's business.
    variant = SelectField(
        _("Was abgefüllt wird"),
        [Needed(_("Bitte wählen Sie, wofür die Etiketten sind."))],
        validate_choice=False,
        widget=Dropdown(),
    )
    sheet = RadioField(
        _("Bogen"),
        [Needed(_("Bitte wählen Sie einen Bogen."))],
        choices=[
            SelectChoice("small", _("15 kleine, 70 × 50,8 mm")),
            SelectChoice("large", _("8 große, 105 × 74 mm")),
        ],
        default="small",
        validate_choice=False,
    )
    count = WholeNumber(
        _("Wie viele Etiketten"),
        low=1,
        high=MOST,
        validators=[Needed(_("Bitte geben Sie ein, wie viele Etiketten Sie brauchen."))],
    )
    first = WholeNumber(
        _("Erster freier Platz auf dem Bogen"),
        low=1,
        high=max(sheet.places for sheet in SHEETS.values()),
        default=1,
        validators=[Needed(_("Bitte geben Sie ein, auf welchem Platz es losgeht."))],
    )

    def validate_variant(self, field: SelectField) -> None:
        # The stubs still know the tuples of older releases.
        choices: Iterable[Any] = field.iter_choices()
        if field.data not in {choice.value for choice in choices}:
            raise ValidationError(_("Bitte wählen Sie, wofür die Etiketten sind."))

    def validate_sheet(self, field: RadioField) -> None:
        if field.data not in SHEETS:
            raise ValidationError(_("Bitte wählen Sie einen Bogen."))

    def validate_first(self, field: WholeNumber) -> None:
        if field.data and field.data > self.chosen_sheet.places:
            raise ValidationError(
                _(
                    "Dieser Bogen hat die Plätze 1 bis %(last)s.",
                    last=self.chosen_sheet.places,
                )
            )

    @property
    def chosen_sheet(self) -> Sheet:
        return SHEETS.get(self.sheet.data, SHEETS["small"])
