"""The sign-in form."""

from typing import Any

from flask import Response, after_this_request, request
from flask_babel import lazy_gettext as _
from flask_security import LoginForm
from sqlalchemy import select
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from shop.accounts.begin_try import begin_try, hash_of_account
from shop.accounts.device import known_device, mark_device
from shop.accounts.models import Person
from shop.accounts.passwords import is_right
from shop.accounts.rules import LONGEST_PASSWORD
from shop.db import db
from shop.web.forms import AtMost
from shop.web.numbers import visible

TOO_MANY = _("Zu viele Fehlversuche. Bitte warten Sie eine Viertelstunde und versuchen Sie es neu.")
WRONG = _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides.")


class SignInForm(LoginForm):
    """Gives one answer to a wrong password and to an account that does not exist or is closed."""

    email = EmailField(
        _("E-Mail-Adresse"),
        validators=[InputRequired(_("Bitte geben Sie Ihre E-Mail-Adresse ein.")), AtMost(254)],
    )
    password = PasswordField(
        _("Passwort"),
        validators=[
            InputRequired(_("Bitte geben Sie Ihr Passwort ein.")),
            AtMost(LONGEST_PASSWORD),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A remembered sign-in would live in a cookie that no logout ends.
        del self["remember"]

    def validate(self, **kwargs: Any) -> bool:
        # Past the library's own check: it hashes inside a transaction, and counts no tries.
        if not super(LoginForm, self).validate(**kwargs):
            return False
        email, password = visible(self.email.data or ""), self.password.data or ""
        account = hash_of_account(email)
        this_try = begin_try(account, request.remote_addr or "::", known_device(account))
        if this_try is None:
            self.form_errors.append(str(TOO_MANY))
            return False
        person = _whose(email, password)
        if person is None:
            self.form_errors.append(str(WRONG))
            return False
        this_try.forgiven()
        self.user, self.user_authenticated = person, True
        _remember_device(account)
        return True


def _whose(email: str, password: str) -> Person | None:
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    stored = person.password if person and person.active and person.confirmed_at else None
    # Comparing takes a tenth of a second on purpose; nobody shall wait for our transaction.
    db.session.rollback()
    return person if is_right(password, stored) else None


def _remember_device(account: str) -> None:
    @after_this_request
    def _mark(response: Response) -> Response:
        mark_device(response, account)
        return response
