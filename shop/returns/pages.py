"""The online withdrawal function of § 356a BGB: no account, no reason, two steps, a receipt."""

import secrets

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from shop.clock import business_date
from shop.db import db
from shop.returns.acknowledge import acknowledgement
from shop.returns.forms import WithdrawalForm
from shop.returns.queries import is_key, withdrawal_by_token, withdrawal_of_key
from shop.returns.rules import Declaration, money_back_by, order_numbers
from shop.returns.withdraw import withdraw

blueprint = Blueprint("returns", __name__)


@blueprint.get("/widerruf")
def show() -> Response:
    """The form; `?bestellung=SK-2026-00042` fills in the number. Declares nothing."""
    named = order_numbers(request.args.get("bestellung", "")[:20])
    return _form_page(WithdrawalForm(data={"contract": named[0] if named else ""}))


@blueprint.post("/widerruf")
def check() -> Response:
    """Shows what would be declared, with the button that declares it. Stores nothing."""
    form = WithdrawalForm(request.form)
    if "change" in request.form:
        return _form_page(form)
    if not form.validate():
        return _form_page(form, 422)
    return _confirm_page(form)


@blueprint.post("/widerruf/bestaetigen")
def confirm() -> Response:
    """The declaration is received now; the same key is received once."""
    form, key = WithdrawalForm(request.form), request.form.get("key", "")
    if not form.validate():
        return _form_page(form, 422)
    if not is_key(key):
        return _confirm_page(form, 422)
    return _go(url_for(".received", token=_declare(key, form.declaration())))


@blueprint.get("/widerruf/bestaetigen")
def begin_again() -> Response:
    """Whoever opens the address of a button by hand."""
    return _go(url_for(".show"))


@blueprint.get("/widerruf/eingang/<token>")
def received(token: str) -> Response:
    """That it was received, and when; `?format=txt` gives the acknowledgement as a file."""
    withdrawal = withdrawal_by_token(token)
    if request.args.get("format") == "txt":
        response = Response(acknowledgement(withdrawal, "txt"), mimetype="text/plain")
        name = f"widerruf-{withdrawal.number}.txt"
        response.headers.set("Content-Disposition", "attachment", filename=name)
    else:
        due = money_back_by(business_date(withdrawal.received_at))
        response = make_response(
            render_template("returns/received.html", withdrawal=withdrawal, due=due)
        )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _form_page(form: WithdrawalForm, status: int = 200) -> Response:
    return make_response(render_template("returns/form.html", form=form), status)


def _confirm_page(form: WithdrawalForm, status: int = 200) -> Response:
    key = secrets.token_urlsafe(24)
    return make_response(render_template("returns/confirm.html", form=form, key=key), status)


def _declare(key: str, declaration: Declaration) -> str:
    try:
        token = withdraw(key, declaration).token
        db.session.commit()
    except IntegrityError:
        # A second click: the first one is the declaration.
        db.session.rollback()
        known = withdrawal_of_key(key)
        if known is None:
            raise
        return known.token
    return token


def _go(target: str) -> Response:
    return make_response(redirect(target, 303))
