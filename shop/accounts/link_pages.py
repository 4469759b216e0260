"""Forgotten passwords, invitations and new addresses: what a link in a mail opens.

Opening a link only notes it in the session and leads to an address without it; what it is for
happens when the button there is pressed. Programs that look into mails press none.
"""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import logout_user

from shop.accounts.ask_recovery import ask_recovery
from shop.accounts.begin_try import begin_try, hash_of_account
from shop.accounts.change_email import change_email
from shop.accounts.confirm_email import confirm_email
from shop.accounts.link_rules import Purpose
from shop.accounts.links import link_behind, usable
from shop.accounts.models import AccountLink, Person
from shop.accounts.passwords import WeakPassword
from shop.accounts.rules import LinkExpired, may_ask_for_mail
from shop.accounts.security_forms import EmailForm, NewPasswordForm
from shop.accounts.set_password import set_password
from shop.accounts.use_link import use_link
from shop.db import db, start_writing

blueprint = Blueprint("account_links", __name__)


@blueprint.get("/konto/passwort-vergessen")
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", form=EmailForm())


@blueprint.post("/konto/passwort-vergessen")
def ask() -> ResponseReturnValue:
    """The same answer, after the same work, whether somebody has this address or not."""
    form = EmailForm(formdata=request.form)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    email = form.email.data or ""
    account = "mail to " + hash_of_account(email)
    if begin_try(account, request.remote_addr or "::", None, allowed=may_ask_for_mail):
        ask_recovery(email)
        db.session.commit()
    return redirect(url_for(".asked"), 303)


@blueprint.get("/konto/passwort-vergessen/unterwegs")
def asked() -> ResponseReturnValue:
    return render_template("accounts/asked.html")


@blueprint.get("/konto/link/<purpose>/<word>")
def follow(purpose: str, word: str) -> ResponseReturnValue:
    if purpose not in set(Purpose):
        return _gone()
    link = link_behind(Purpose(purpose), word)
    if link is None:
        return _gone()
    link_id = link.id
    start_writing()
    session["link"] = [purpose, link_id]
    return redirect(url_for(".ask_email" if purpose == Purpose.EMAIL else ".ask_password"))


@blueprint.get("/konto/passwort-neu")
def ask_password() -> ResponseReturnValue:
    link = _followed(Purpose.RECOVERY, Purpose.INVITATION)
    if link is None:
        return _gone()
    return _password_page(link, NewPasswordForm())


@blueprint.post("/konto/passwort-neu")
def keep_password() -> ResponseReturnValue:
    """A new password for the account the link was made for. The second factor stays."""
    link, form = _followed(Purpose.RECOVERY, Purpose.INVITATION), NewPasswordForm(request.form)
    if link is None:
        return _gone()
    if not form.validate():
        return _password_page(link, form), 422
    try:
        used = use_link(link.id, Purpose(link.purpose))
        owner = db.session.get_one(Person, used.person_id)
        set_password(owner, form.password.data or "")
    except WeakPassword:
        db.session.rollback()
        form.tell_weak()
        return _password_page(link, form), 422
    except LinkExpired:
        db.session.rollback()
        return _gone()
    confirm_email(owner)
    db.session.commit()
    _out()
    flash(_("Ihr Passwort ist gespeichert. Bitte melden Sie sich damit an."), "success")
    return redirect(url_for("security.login"), 303)


@blueprint.get("/konto/mail-adresse-neu")
def ask_email() -> ResponseReturnValue:
    link = _followed(Purpose.EMAIL)
    return _gone() if link is None else render_template("accounts/confirm_email.html", link=link)


@blueprint.post("/konto/mail-adresse-neu")
def keep_email() -> ResponseReturnValue:
    link = _followed(Purpose.EMAIL)
    if link is None:
        return _gone()
    try:
        used = use_link(link.id, Purpose.EMAIL)
        changed = change_email(db.session.get_one(Person, used.person_id), used.email)
    except LinkExpired:
        changed = False
    if not changed:
        db.session.rollback()
        return _gone()
    db.session.commit()
    _out()
    flash(_("Ihre neue Adresse gilt. Bitte melden Sie sich damit an."), "success")
    return redirect(url_for("security.login"), 303)


def _followed(*purposes: Purpose) -> AccountLink | None:
    """The link this browser came by, while it opens something."""
    purpose, link_id = session.get("link") or ("", 0)
    return usable(link_id, Purpose(purpose)) if purpose in purposes else None


def _out() -> None:
    logout_user()
    session.clear()


def _gone() -> ResponseReturnValue:
    return render_template("accounts/link_gone.html"), 410


def _password_page(link: AccountLink, form: NewPasswordForm) -> str:
    return render_template(
        "accounts/new_password.html",
        form=form,
        email=link.email,
        invited=link.purpose == Purpose.INVITATION,
    )
