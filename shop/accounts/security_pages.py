"""What protects one's own account: password, address, second factor, sessions."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs_person, person
from shop.accounts.begin_try import begin_try, hash_of_account
from shop.accounts.end_session import end_session
from shop.accounts.end_sessions import end_sessions
from shop.accounts.enter import enter
from shop.accounts.factors import factors_of
from shop.accounts.freshly_proved import freshly_proved
from shop.accounts.link_rules import Purpose
from shop.accounts.notify import notify
from shop.accounts.passwords import WeakPassword
from shop.accounts.rules import may_ask_for_mail
from shop.accounts.security_forms import EmailForm, NewPasswordForm
from shop.accounts.send_link import send_link
from shop.accounts.session_queries import own_session, sessions_of
from shop.accounts.set_password import set_password
from shop.db import db

blueprint = Blueprint("security_pages", __name__)


@blueprint.get("/konto/sicherheit")
@needs_person
def overview() -> ResponseReturnValue:
    me = person()
    return render_template("accounts/security.html", me=me, factors=factors_of(me.id))


@blueprint.get("/konto/sitzungen")
@needs_person
def sessions() -> ResponseReturnValue:
    return render_template("accounts/sessions.html", rows=sessions_of(person().id))


@blueprint.post("/konto/sitzungen/beenden")
@needs_person
def end_one() -> ResponseReturnValue:
    reference = request.form.get("sitzung", "")
    if len(reference) == 16 and end_session(person().id, reference):
        db.session.commit()
        flash(_("Diese Sitzung ist beendet."), "success")
    return redirect(url_for(".sessions"), 303)


@blueprint.post("/konto/sitzungen/andere-beenden")
@needs_person
def end_others() -> ResponseReturnValue:
    end_sessions(person().id, but=own_session())
    db.session.commit()
    flash(_("Alle anderen Sitzungen sind beendet."), "success")
    return redirect(url_for(".sessions"), 303)


@blueprint.get("/konto/passwort")
@needs_person
@freshly_proved
def ask_password() -> ResponseReturnValue:
    return render_template("accounts/change_password.html", form=NewPasswordForm())


@blueprint.post("/konto/passwort")
@needs_person
@freshly_proved
def change_password() -> ResponseReturnValue:
    """Ends all other sessions; this one goes on under a new name."""
    form, me, factors = NewPasswordForm(request.form), person(), session["factors"]
    if not form.validate():
        return render_template("accounts/change_password.html", form=form), 422
    try:
        set_password(me, form.password.data or "")
    except WeakPassword:
        db.session.rollback()
        form.tell_weak()
        return render_template("accounts/change_password.html", form=form), 422
    db.session.commit()
    enter(me, factors)
    flash(_("Ihr neues Passwort gilt. Alle anderen Sitzungen sind beendet."), "success")
    return redirect(url_for(".overview"), 303)


@blueprint.get("/konto/mail-adresse")
@needs_person
@freshly_proved
def ask_email() -> ResponseReturnValue:
    return render_template("accounts/change_email.html", form=EmailForm(), me=person())


@blueprint.post("/konto/mail-adresse")
@needs_person
@freshly_proved
def change_email() -> ResponseReturnValue:
    """Nothing changes before the link at the new address is followed.

    The answer is the same where somebody has that address: the link then changes nothing.
    """
    form, me = EmailForm(request.form), person()
    if not form.validate():
        return render_template("accounts/change_email.html", form=form, me=me), 422
    email, me_id = form.email.data or "", me.id
    account = f"new address of {hash_of_account(str(me_id))}"
    if begin_try(account, request.remote_addr or "::", None, allowed=may_ask_for_mail):
        send_link(Purpose.EMAIL, me_id, email)
        notify(me.email, "email_wanted")
        db.session.commit()
    flash(
        _("Wir haben eine Mail an die neue Adresse geschickt. Erst ihr Verweis ändert etwas."),
        "info",
    )
    return redirect(url_for(".overview"), 303)
