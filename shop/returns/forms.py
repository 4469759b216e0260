"""The withdrawal form: what § 356a (2) BGB lets us ask for, and one optional field."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from shop.checkout.fields import email_address
from shop.returns.rules import Declaration
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine
from shop.web.widgets import Dropdown


class WithdrawalForm(Form):
    name = TextLine(_("Ihr Name"), [Needed(_("Bitte geben Sie Ihren Namen ein.")), AtMost(120)])
    contract = TextLine(
        _("Bestellnummer, oder was Sie wann bestellt haben"),
        [
            Needed(_("Bitte geben Sie die Bestellnummer ein, oder was Sie wann bestellt haben.")),
            AtMost(300),
        ],
    )
    email = TextLine(
        _("E-Mail für die Eingangsbestätigung"),
        [
            Needed(_("Bitte geben Sie an, wohin wir die Eingangsbestätigung schicken.")),
            AtMost(254),
            email_address,
        ],
    )
    goods = TextLine(_("Welche Ware"), [AtMost(300)])

    def declaration(self) -> Declaration:
        return Declaration(
            name=self.name.data or "",
            contract=self.contract.data or "",
            email=self.email.data or "",
            goods=self.goods.data or "",
        )


class CloseForm(Form):
    by = SelectField(
        _("Erledigt, denn"),
        choices=[
            SelectChoice("paid_otherwise", _("Geld ging anders zurück")),
            SelectChoice("nothing_paid", _("es war nichts bezahlt")),
            SelectChoice("no_withdrawal", _("es war kein Widerruf")),
        ],
        widget=Dropdown(),
    )
