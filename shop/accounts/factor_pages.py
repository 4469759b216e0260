"""Set up a second factor, take one away, and print the codes that stand in for one."""

import segno
from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.accounts.access import needs_person, person, roles_of_visitor
from shop.accounts.add_passkey import add_passkey
from shop.accounts.enter import enter
from shop.accounts.factors import factors_of
from shop.accounts.forms import CodeForm
from shop.accounts.freshly_proved import freshly_proved, is_fresh
from shop.accounts.models import Person
from shop.accounts.note_own import note_own
from shop.accounts.notify import What, notify
from shop.accounts.on_the_way import half_in
from shop.accounts.one_time_codes import app_address, new_secret, spelled
from shop.accounts.pages import after_sign_in
from shop.accounts.passkeys import asked_to_register, new_challenge, registered
from shop.accounts.remove_factor import remove_factor
from shop.accounts.rules import LastFactor, WrongCode
from shop.accounts.set_up_app import set_up_app
from shop.accounts.write_recovery_codes import write_recovery_codes
from shop.db import db
from shop.web.numbers import small_number

blueprint = Blueprint("factors", __name__)


@blueprint.get("/konto/zweiter-faktor/einrichten")
def choose() -> ResponseReturnValue:
    if (who := _who_may()) is None:
        return _elsewhere()
    return render_template("accounts/choose_factor.html", first=not factors_of(who.id).count)


@blueprint.post("/konto/zweiter-faktor/app")
def begin_app() -> ResponseReturnValue:
    if _who_may() is None:
        return _elsewhere()
    session["pending_app"] = new_secret()
    return redirect(url_for(".show_app"), 303)


@blueprint.get("/konto/zweiter-faktor/app")
def show_app() -> ResponseReturnValue:
    who = _who_may()
    if who is None:
        return _elsewhere()
    if "pending_app" not in session:
        return redirect(url_for(".choose"))
    return _app_page(who, CodeForm())


@blueprint.post("/konto/zweiter-faktor/app/bestaetigen")
def confirm_app() -> ResponseReturnValue:
    who, form = _who_may(), CodeForm(formdata=request.form)
    if who is None:
        return _elsewhere()
    if "pending_app" not in session:
        return redirect(url_for(".choose"), 303)
    if not form.validate():
        return _app_page(who, form), 422
    try:
        set_up_app(who.id, session["pending_app"], form.code.data or "")
    except WrongCode:
        db.session.rollback()
        form.code.errors = [
            _("Dieser Code passt nicht. Bitte nehmen Sie den, den Ihre App jetzt zeigt.")
        ]
        return _app_page(who, form), 422
    del session["pending_app"]
    return _set_up(who, "app")


@blueprint.post("/konto/zweiter-faktor/passkey/frage")
def challenge() -> ResponseReturnValue:
    """What a browser asks a new passkey, as JSON."""
    who = _who_may()
    if who is None:
        return jsonify({}), 409
    session["challenge"] = new_challenge()
    known = factors_of(who.id).passkeys
    return jsonify(asked_to_register(who, known, session["challenge"]))


@blueprint.post("/konto/zweiter-faktor/passkey/neu")
def confirm_passkey() -> ResponseReturnValue:
    who = _who_may()
    if who is None:
        return _elsewhere()
    key = registered(request.form.get("antwort", ""), str(session.pop("challenge", "")))
    name = request.form.get("name", "").strip()[:60] or _("Passkey")
    if key is None or not add_passkey(who.id, key, name):
        db.session.rollback()
        flash(_("Der Passkey ließ sich nicht einrichten. Bitte versuchen Sie es neu."), "warn")
        return redirect(url_for(".choose"), 303)
    return _set_up(who, "passkey")


@blueprint.post("/konto/zweiter-faktor/entfernen")
@needs_person
@freshly_proved
def remove() -> ResponseReturnValue:
    """A passkey by its number, or the app."""
    me = person()
    which = request.form.get("passkey", "")
    passkey_id = small_number(which) if which else None
    if which and passkey_id is None:
        return _overview()
    try:
        if remove_factor(me.id, passkey_id):
            notify(me.email, "factor_removed")
            note_own(me, "factor", f"{'Passkey' if which else 'App'} entfernt")
            flash(_("Entfernt. Damit kann sich niemand mehr anmelden."), "success")
        db.session.commit()
    except LastFactor:
        db.session.rollback()
        flash(
            _(
                "Das ist Ihr letzter zweiter Faktor. Richten Sie erst einen anderen ein, dann "
                "können Sie diesen entfernen."
            ),
            "warn",
        )
    return _overview()


@blueprint.post("/konto/zweiter-faktor/ersatzcodes")
@needs_person
@freshly_proved
def renew_recovery_codes() -> ResponseReturnValue:
    me = person()
    codes = write_recovery_codes(me.id)
    notify(me.email, "recovery_codes")
    note_own(me, "recovery_codes", "neu")
    db.session.commit()
    return _codes_page(codes, url_for("security_pages.overview"))


def _who_may() -> Person | None:
    """Who is in and proved it lately; or on the way in, and has no second factor yet.

    Otherwise a password alone would be enough to add one.
    """
    if roles_of_visitor():
        return person() if is_fresh() else None
    who = half_in()
    return who if who and not factors_of(who.id).count else None


def _elsewhere() -> ResponseReturnValue:
    if roles_of_visitor():
        return redirect(url_for("security.prove", next=url_for(".choose")), 303)
    return redirect(url_for("second_factor.ask"), 303)


def _set_up(who: Person, what: What) -> ResponseReturnValue:
    """The first factor brings recovery codes, and lets in who was on the way."""
    if not (was_in := bool(roles_of_visitor())):
        target = after_sign_in(session.get("next"), who)
    notify(who.email, what)
    note_own(who, "factor", f"{'Passkey' if what == 'passkey' else 'App'} eingerichtet")
    codes = () if factors_of(who.id).recovery_codes_left else write_recovery_codes(who.id)
    db.session.commit()
    # Also who was in: a session from before a factor was added has not shown it.
    enter(who, factors=2)
    if was_in:
        target = url_for("security_pages.overview")
    if codes:
        return _codes_page(codes, target)
    flash(_("Eingerichtet."), "success")
    return redirect(target, 303)


def _overview() -> ResponseReturnValue:
    return redirect(url_for("security_pages.overview"), 303)


def _codes_page(codes: object, target: str) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes, target=target)


def _app_page(who: Person, form: CodeForm) -> str:
    secret = session["pending_app"]
    picture = segno.make(app_address(secret, who.email), error="m").svg_data_uri(
        scale=4, border=2, dark="#2b1a12", light="#fff"
    )
    return render_template("accounts/app.html", form=form, picture=picture, spelled=spelled(secret))
