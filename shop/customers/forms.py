"""What a customer fills in about their account."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField

from shop.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from shop.checkout.fields import readable
from shop.web.forms import AtMost, Form, Needed, TextLine

WEAK = _(
    "Dieses Passwort ist leicht zu erraten. Bitte nehmen Sie mindestens %(n)s Zeichen, zum "
    "Beispiel vier Wörter, die nichts miteinander zu tun haben.",
    n=SHORTEST_PASSWORD,
)
NOT_THAT_ONE = _("Das ist nicht das Passwort, das Sie gewählt haben. Bitte versuchen Sie es neu.")
WRONG = _("Dieses Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.")
WORKS_HERE = _(
    "Sie arbeiten hier, und unsere Bücher nennen Sie. Bitte sprechen Sie mit der Verwaltung: "
    "Sie sperrt Ihren Zugang."
)


class NewPassword(Form):
    password = PasswordField(
        _("Passwort"),
        validators=[Needed(_("Bitte wählen Sie ein Passwort.")), AtMost(LONGEST_PASSWORD)],
    )


class OwnPassword(Form):
    password = PasswordField(
        _("Ihr Passwort"),
        validators=[Needed(_("Bitte geben Sie Ihr Passwort ein.")), AtMost(LONGEST_PASSWORD)],
    )


class OwnName(Form):
    name = TextLine(
        _("Ihr Name"), [Needed(_("Bitte geben Sie Ihren Namen ein.")), AtMost(120), readable]
    )
