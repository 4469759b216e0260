"""What somebody types while counting."""

from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, ValidationError
from wtforms import Form as PlainForm

from shop.web.forms import Form, SelectChoice, WholeNumber

#: Nobody counts more of one batch at one place; a slip of the key is the likelier reason.
MOST = 9999


class _Asked:
    """Nobody may skip it where it is asked: there is a count already."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: PlainForm, field: Field) -> None:
        """Whether it was asked is known to `count_level`."""


class CountForm(Form):
    #: Version of the count the form shows; empty for none.
    seen = HiddenField()
    key = HiddenField()
    #: What should lie there when it was opened, for nobody to read: `seal.py`.
    sealed = HiddenField()
    #: From where it was opened: „liste“ leads on to the next one of the list.
    way_back = HiddenField()
    units = WholeNumber(_("Gezählt"), low=0, high=MOST)
    way = RadioField(
        _("Was soll gelten?"),
        choices=[
            SelectChoice("replace", _("Nur meine Zahl")),
            SelectChoice("add", _("Beide zusammen: Es liegt an zwei Stellen")),
        ],
        validators=[_Asked()],
        validate_choice=False,
    )

    def validate_units(self, field: WholeNumber) -> None:
        # Nothing is a count too, so a nought will do.
        if field.data is None and not field.errors:
            raise ValidationError(_("Bitte geben Sie ein, wie viele Stück da liegen."))
