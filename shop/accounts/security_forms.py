"""New passwords and new addresses."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from shop.accounts.add_person import BadEmail, plain_email
from shop.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from shop.web.forms import AtMost, Form
from shop.web.numbers import visible


class EmailForm(Form):
    email = EmailField(
        _("E-Mail-Adresse"),
        validators=[InputRequired(_("Bitte geben Sie Ihre E-Mail-Adresse ein.")), AtMost(254)],
    )

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate():
            return False
        try:
            self.email.data = plain_email(visible(self.email.data or ""))
        except BadEmail:
            self.email.errors = [gettext("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")]
            return False
        return True


class NewPasswordForm(Form):
    """A password is typed once and may be looked at: typing it twice proves little."""

    password = PasswordField(
        _("Neues Passwort"),
        validators=[
            InputRequired(_("Bitte denken Sie sich ein Passwort aus.")),
            AtMost(LONGEST_PASSWORD),
        ],
    )

    def tell_weak(self) -> None:
        self.password.errors = [
            gettext(
                "Dieses Passwort ist leicht zu erraten. Nehmen Sie mindestens %(least)s Zeichen, "
                "zum Beispiel vier Wörter, die nichts miteinander zu tun haben.",
                least=SHORTEST_PASSWORD,
            )
        ]
