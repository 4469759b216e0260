"""The forms of the sign-in."""

import logging

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from shop.accounts.begin_try import begin_try, hash_of_account
from shop.accounts.device import known_device
from shop.accounts.models import Person
from shop.accounts.passwords import is_right
from shop.accounts.places import is_ours
from shop.accounts.rules import LONGEST_PASSWORD
from shop.db import db
from shop.web.forms import AtMost, Form, Needed, TextLine
from shop.web.numbers import visible

log = logging.getLogger("shop.accounts")
TOO_MANY = _("Zu viele Fehlversuche. Bitte warten Sie eine Viertelstunde und versuchen Sie es neu.")
WRONG = _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides.")


def password_field(label: str) -> PasswordField:
    return PasswordField(
        label,
        validators=[
            InputRequired(_("Bitte geben Sie Ihr Passwort ein.")),
            AtMost(LONGEST_PASSWORD),
        ],
    )


class SignInForm(Form):
    """Gives one answer to a wrong password and to an account that does not exist or is closed."""

    email = EmailField(
        _("E-Mail-Adresse"),
        validators=[InputRequired(_("Bitte geben Sie Ihre E-Mail-Adresse ein.")), AtMost(254)],
    )
    password = password_field(_("Passwort"))
    next = HiddenField()

    def signed_in(self) -> Person | None:
        """Whose address and password these are; otherwise the form says what is wrong.

        Commits tries.
        """
        if not self.validate():
            return None
        if self.next.data and not is_ours(self.next.data):
            self.form_errors.append(
                gettext("Der Verweis, dem Sie gefolgt sind, führt nicht in den Laden.")
            )
            return None
        email, password = visible(self.email.data or ""), self.password.data or ""
        account = hash_of_account(email)
        this_try = begin_try(account, request.remote_addr or "::", known_device(account))
        if this_try is None:
            self.form_errors.append(str(TOO_MANY))
            return None
        found = _whose(email, password)
        if found is None:
            self.form_errors.append(str(WRONG))
            return None
        this_try.forgiven()
        return found


class PasswordForm(Form):
    """The password of somebody who is signed in, once more."""

    password = password_field(_("Passwort"))
    next = HiddenField()

    def is_right_for(self, person: Person) -> bool:
        """Counted like a sign-in; otherwise the form says what is wrong. Commits tries."""
        if not self.validate():
            return False
        email, stored = person.email, person.password
        account = hash_of_account(email)
        this_try = begin_try(account, request.remote_addr or "::", known_device(account))
        if this_try is None:
            self.password.errors = [str(TOO_MANY)]
            return False
        db.session.rollback()
        if not is_right(self.password.data or "", stored):
            self.password.errors = [gettext("Das ist nicht Ihr Passwort.")]
            return False
        this_try.forgiven()
        return True


class CodeForm(Form):
    """What the app on the telephone shows."""

    code = TextLine(
        _("Code aus Ihrer App"),
        validators=[Needed(_("Bitte geben Sie die sechs Ziffern ein.")), AtMost(20)],
    )


class RecoveryForm(Form):
    code = TextLine(
        _("Ersatzcode"),
        validators=[Needed(_("Bitte geben Sie einen Ihrer Ersatzcodes ein.")), AtMost(40)],
    )


def _whose(email: str, password: str) -> Person | None:
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    known = person and person.active and person.confirmed_at
    stored = person.password if person and known else None
    # Comparing takes a tenth of a second on purpose; nobody shall wait for our transaction.
    person_id = person.id if person else None
    db.session.rollback()
    if is_right(password, stored):
        return person
    # Of nobody known nothing is said: people type passwords where their address belongs.
    if person_id:
        log.warning("sign-in of person id %s refused", person_id)
    return None
