"""What somebody types while counting."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, ValidationError

from shop.web.forms import Form, SelectChoice, WholeNumber

#: Nobody counts more of one batch at one place; a slip of the key is the likelier reason.
MOST = 9999


class CountForm(Form):
    #: Version of the count the form shows; empty for none.
    seen = HiddenField()
    key = HiddenField()
    #: From where it was opened: „liste“ leads on to the next one of the list.
    way_back = HiddenField()
    units = WholeNumber(_("Gezählt"), low=0, high=MOST)
    way = RadioField(
        _("Was soll gelten?"),
        choices=[
            SelectChoice("replace", _("Nur meine Zahl")),
            SelectChoice("add", _("Beide zusammen: Es liegt an zwei Stellen")),
        ],
        validate_choice=False,
    )

    def validate_units(self, field: WholeNumber) -> None:
        # Nothing is a count too, so a nought will do.
        if field.data is None and not field.errors:
            raise ValidationError(_("Bitte geben Sie ein, wie viele Stück da liegen."))
