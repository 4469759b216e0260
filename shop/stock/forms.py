"""What the staff book by hand."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, ValidationError

from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine, WholeNumber
from shop.web.widgets import Dropdown

#: Nobody carries in more at once; a slip of the key is the likelier reason.
MOST = 9999


class ReceiveForm(Form):
    seen = HiddenField()
    units = WholeNumber(
        _("Stück"),
        low=1,
        high=MOST,
        validators=[Needed(_("Bitte geben Sie ein, wie viele Stück angekommen sind."))],
    )
    reason = TextLine(
        _("Lieferschein oder Herkunft"),
        validators=[Needed(_("Bitte geben Sie an, woher die Ware kommt.")), AtMost(200)],
    )


class CorrectForm(Form):
    seen = HiddenField()
    #: The level's id; its choices are the page's business.
    level = SelectField(
        _("Wo es abweicht"),
        validators=[Needed(_("Bitte wählen Sie, wo es abweicht."))],
        validate_choice=False,
        widget=Dropdown(),
    )
    # Two buttons instead of a sign: many telephones show no minus beside the digits.
    direction = RadioField(
        _("Im Regal ist"),
        choices=[SelectChoice("less", _("weniger")), SelectChoice("more", _("mehr"))],
        validators=[Needed(_("Bitte wählen Sie, ob weniger oder mehr da ist."))],
        validate_choice=False,
    )
    units = WholeNumber(
        _("Stück"),
        low=1,
        high=MOST,
        validators=[Needed(_("Bitte geben Sie ein, um wie viele Stück es abweicht."))],
    )
    reason = TextLine(
        _("Grund"),
        validators=[Needed(_("Bitte geben Sie einen Grund an.")), AtMost(200)],
    )

    def validate_level(self, field: SelectField) -> None:
        _refuse_unknown(field, _("Bitte wählen Sie, wo es abweicht."))

    def validate_direction(self, field: RadioField) -> None:
        if field.data not in ("less", "more"):
            raise ValidationError(_("Bitte wählen Sie, ob weniger oder mehr da ist."))

    @property
    def change(self) -> int:
        return (self.units.data or 0) * (1 if self.direction.data == "more" else -1)


class PackForm(Form):
    seen = HiddenField()
    #: The variant's id; its choices are the page's business.
    variant = SelectField(
        _("Sorte, Größe und Mahlung"),
        validators=[Needed(_("Bitte wählen Sie, was Sie abgefüllt haben."))],
        validate_choice=False,
        widget=Dropdown(),
    )
    units = WholeNumber(
        _("Stück"),
        low=1,
        high=MOST,
        validators=[Needed(_("Bitte geben Sie ein, wie viele Stück Sie abgefüllt haben."))],
    )

    def validate_variant(self, field: SelectField) -> None:
        _refuse_unknown(field, _("Bitte wählen Sie, was Sie abgefüllt haben."))


def _refuse_unknown(field: SelectField, sentence: str) -> None:
    # The stubs still know the tuples of older releases.
    choices: Iterable[Any] = field.iter_choices()
    if field.data not in {choice.value for choice in choices}:
        raise ValidationError(sentence)
