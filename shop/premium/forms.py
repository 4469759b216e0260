"""What the staff say of a transfer."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField

from shop.premium.queries import Account
from shop.web.filters import euro
from shop.web.forms import AtMost, Form, Needed, SelectChoice, TextLine
from shop.web.measures import Day, Measure
from shop.web.widgets import Dropdown

_PROJECTS = "projekte"
_KEY = re.compile(r"[0-9a-f]{32}")
#: A million euros, less a cent: more is a slip of the key.
_MOST = 99_999_999


class TransferForm(Form):
    #: Of this one form, so that a button pressed twice books once.
    key = HiddenField()
    account = SelectField(
        _("Wofür"),
        [Needed(_("Bitte wählen Sie, wofür überwiesen wurde."))],
        validate_choice=False,
        widget=Dropdown(),
    )
    amount = Measure(
        _("Betrag in Euro"),
        places=2,
        least=1,
        most=_MOST,
        like="250,00",
        validators=[Needed(_("Bitte geben Sie den Betrag ein."))],
    )
    paid_on = Day(_("Überwiesen am"), [Needed(_("Bitte geben Sie den Tag der Überweisung ein."))])
    to_whom = TextLine(
        _("An wen"),
        [Needed(_("Bitte geben Sie ein, an wen überwiesen wurde.")), AtMost(120)],
    )
    proof = TextLine(
        _("Beleg"),
        [Needed(_("Bitte geben Sie an, was die Überweisung belegt.")), AtMost(150)],
    )

    @property
    def green_lot_id(self) -> int | None:
        """Only of a form that is valid."""
        return None if self.account.data == _PROJECTS else int(self.account.data)

    @property
    def document(self) -> str:
        return f"{self.to_whom.data}; {self.proof.data}"

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        good = super().validate(extra_validators)
        # The stubs still know the tuples of older releases.
        choices: Iterable[Any] = self.account.iter_choices()
        offered = {choice.value for choice in choices}
        if self.account.data and self.account.data not in offered:
            self.account.errors = [gettext("Bitte wählen Sie, wofür überwiesen wurde.")]
            good = False
        # A key that no page of ours wrote: booked once all the same.
        if not _KEY.fullmatch(self.key.data or ""):
            self.key.data = _new_key()
        return good


def transfer_form(found: Sequence[Account], given: Any = None) -> TransferForm:
    """For these accounts; without `given` a new one."""
    form = TransferForm(given)
    form.account.choices = [
        SelectChoice("", gettext("bitte wählen")),
        *(SelectChoice(_value(account), _words(account)) for account in found),
    ]
    if given is None:
        form.key.data = _new_key()
    return form


class UndoForm(Form):
    reason = TextLine(_("Grund"), [Needed(_("Bitte geben Sie einen Grund an.")), AtMost(200)])


def _new_key() -> str:
    return secrets.token_hex(16)


def _value(account: Account) -> str:
    return _PROJECTS if account.green_lot_id is None else str(account.green_lot_id)


def _words(account: Account) -> str:
    name = account.code or gettext("Projekte der Partnerschaft")
    return str(gettext("%(name)s, offen %(open)s", name=name, open=euro(account.open_cents)))
