"""The second step of signing in: a code, a passkey, or a code on paper."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.enter import enter
from shop.accounts.factors import factors_of
from shop.accounts.forms import TOO_MANY, CodeForm, RecoveryForm
from shop.accounts.models import Person
from shop.accounts.note_own import note_own
from shop.accounts.notify import notify
from shop.accounts.on_the_way import begin_second_try, half_in
from shop.accounts.pages import after_sign_in
from shop.accounts.passkeys import asked_to_prove, new_challenge
from shop.accounts.use_code import use_code
from shop.accounts.use_passkey import use_passkey
from shop.accounts.use_recovery_code import use_recovery_code
from shop.db import db

blueprint = Blueprint("second_factor", __name__)


@blueprint.get("/konto/zweiter-faktor")
def ask() -> ResponseReturnValue:
    who = half_in()
    if who is None:
        return redirect(url_for("security.home"))
    if not factors_of(who.id).count:
        return redirect(url_for("factors.choose"))
    return _page(who, CodeForm())


@blueprint.post("/konto/zweiter-faktor")
def check_code() -> ResponseReturnValue:
    who, form = half_in(), CodeForm(formdata=request.form)
    if who is None:
        return _expired()
    if not form.validate():
        return _page(who, form), 422
    this_try = begin_second_try(who)
    if this_try is None:
        form.code.errors = [str(TOO_MANY)]
        return _page(who, form), 422
    if not use_code(who.id, form.code.data or ""):
        db.session.rollback()
        form.code.errors = [
            _(
                "Dieser Code gilt nicht. Jeder gilt 30 Sekunden und einmal: Bitte nehmen Sie den, "
                "den Ihre App jetzt zeigt."
            )
        ]
        return _page(who, form), 422
    db.session.commit()
    this_try.forgiven()
    return _in(who)


@blueprint.post("/konto/zweiter-faktor/frage")
def challenge() -> ResponseReturnValue:
    """What a browser asks the passkey, as JSON."""
    who = half_in()
    if who is None:
        return jsonify({}), 409
    session["challenge"] = new_challenge()
    return jsonify(asked_to_prove(factors_of(who.id).passkeys, session["challenge"]))


@blueprint.post("/konto/zweiter-faktor/passkey")
def check_passkey() -> ResponseReturnValue:
    who = half_in()
    if who is None:
        return _expired()
    asked = str(session.pop("challenge", ""))
    if not use_passkey(who.id, request.form.get("antwort", ""), asked):
        db.session.rollback()
        flash(_("Der Passkey hat nicht gepasst. Bitte versuchen Sie es noch einmal."), "warn")
        return redirect(url_for(".ask"), 303)
    db.session.commit()
    return _in(who)


@blueprint.get("/konto/zweiter-faktor/ersatzcode")
def ask_recovery_code() -> ResponseReturnValue:
    if half_in() is None:
        return redirect(url_for("security.home"))
    return _recovery_page(RecoveryForm())


@blueprint.post("/konto/zweiter-faktor/ersatzcode")
def check_recovery_code() -> ResponseReturnValue:
    who, form = half_in(), RecoveryForm(formdata=request.form)
    if who is None:
        return _expired()
    if not form.validate():
        return _recovery_page(form), 422
    this_try = begin_second_try(who)
    if this_try is None:
        form.code.errors = [str(TOO_MANY)]
        return _recovery_page(form), 422
    if not use_recovery_code(who.id, form.code.data or ""):
        db.session.rollback()
        form.code.errors = [_("Dieser Ersatzcode gilt nicht, oder er wurde schon benutzt.")]
        return _recovery_page(form), 422
    notify(who.email, "recovery_code_used")
    note_own(who, "recovery_codes", "einer benutzt")
    db.session.commit()
    this_try.forgiven()
    left = factors_of(who.id).recovery_codes_left
    flash(
        _(
            "Sie haben noch %(left)s Ersatzcodes. Unter „Sicherheit“ erstellen Sie neue.",
            left=left,
        ),
        "warn" if left < 4 else "info",
    )
    return _in(who)


def _in(who: Person) -> ResponseReturnValue:
    target = after_sign_in(session.get("next"), who)
    enter(who, factors=2)
    return redirect(target, 303)


def _expired() -> ResponseReturnValue:
    return redirect(url_for("security.login", verfallen=1), 303)


def _page(who: Person, form: CodeForm) -> str:
    return render_template("accounts/second_factor.html", form=form, factors=factors_of(who.id))


def _recovery_page(form: RecoveryForm) -> str:
    return render_template("accounts/recovery_code.html", form=form)
