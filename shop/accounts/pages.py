"""Sign-in with a password, sign-out, and the way to one's own pages."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import logout_user

from shop.accounts.access import landing, needs_person, person, roles_of_visitor
from shop.accounts.enter import enter, half_way, note_proof
from shop.accounts.factors import factors_of, needs_second_factor
from shop.accounts.forms import PasswordForm, SignInForm
from shop.accounts.models import Person
from shop.accounts.places import is_ours
from shop.accounts.rules import works_here

blueprint = Blueprint("security", __name__)


@blueprint.get("/konto/")
def home() -> ResponseReturnValue:
    """Who works here goes to their first page, a customer to the overview of theirs."""
    roles = roles_of_visitor()
    return redirect(landing(roles) if roles else url_for(".login"))


@blueprint.get("/konto/anmelden")
def login() -> ResponseReturnValue:
    if roles := roles_of_visitor():
        return redirect(landing(roles))
    return _sign_in_page(SignInForm(data={"next": request.args.get("next", "")}))


@blueprint.post("/konto/anmelden")
def check_password() -> ResponseReturnValue:
    form = SignInForm(formdata=request.form)
    found = form.signed_in()
    if found is None:
        return _sign_in_page(form)
    wanted = form.next.data or ""
    if not needs_second_factor(found):
        enter(found, factors=1)
        return redirect(wanted or url_for(".home"))
    half_way(found, wanted)
    if factors_of(found.id).count:
        return redirect(url_for("second_factor.ask"))
    return redirect(url_for("factors.choose"))


@blueprint.post("/konto/abmelden")
def logout() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for(".login", abgemeldet=1))


@blueprint.get("/konto/nachweis")
@needs_person
def prove() -> ResponseReturnValue:
    """The password once more, before something that matters."""
    return _prove_page(PasswordForm(data={"next": request.args.get("next", "")}))


@blueprint.post("/konto/nachweis")
@needs_person
def check_proof() -> ResponseReturnValue:
    form = PasswordForm(formdata=request.form)
    me: Person = person()
    if not form.is_right_for(me):
        return _prove_page(form), 422
    note_proof()
    wanted = form.next.data or ""
    flash(_("Danke. Sie können weitermachen."), "success")
    return redirect(wanted if is_ours(wanted) else url_for("security_pages.overview"), 303)


def after_sign_in(wanted: object, who: Person) -> str:
    """Where somebody goes who is in: the page they wanted, or the first of theirs."""
    if isinstance(wanted, str) and is_ours(wanted):
        return wanted
    roles = tuple(role.name for role in who.roles)
    return "/konto/" if works_here(roles) else landing(roles)


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)


def _prove_page(form: PasswordForm) -> str:
    return render_template("accounts/prove.html", form=form)
