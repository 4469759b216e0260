"""Forms about those who work here."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectMultipleField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from shop.accounts.rules import RoleName
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine

#: What each role opens, in the order they are offered.
ROLE_WORDS = {
    RoleName.STAFF: _("Lager und Bestellungen"),
    RoleName.REPORT: _("Berichte"),
    RoleName.ADMIN: _("Verwaltung: alles, und wer hier arbeitet"),
}


class _Roles(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _roles() -> _Roles:
    return _Roles(
        _("Aufgaben"),
        choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()],
        validators=[InputRequired(_("Bitte wählen Sie mindestens eine Aufgabe."))],
    )


class InviteForm(Form):
    name = TextLine(
        _("Name"), validators=[Needed(_("Bitte geben Sie einen Namen ein.")), AtMost(120)]
    )
    email = EmailField(
        _("E-Mail-Adresse"),
        validators=[InputRequired(_("Bitte geben Sie eine E-Mail-Adresse ein.")), AtMost(254)],
    )
    roles = _roles()


class RolesForm(Form):
    roles = _roles()


class ReasonForm(Form):
    reason: StringField = TextLine(
        _("Grund"), validators=[Needed(_("Bitte geben Sie einen Grund an.")), AtMost(300)]
    )
