"""What is stored about a customer: to look at, to take along, to have deleted."""

import json

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user, logout_user

from shop.accounts.access import needs, person_id
from shop.accounts.begin_try import begin_try, hash_of_account
from shop.accounts.device import DEVICE_PATH, known_device
from shop.accounts.forms import TOO_MANY
from shop.accounts.freshly_proved import freshly_proved
from shop.accounts.models import Person
from shop.accounts.passwords import is_right
from shop.customers.correct_name import correct_name
from shop.customers.delete_account import WorksHere, delete_account
from shop.customers.export import export_account
from shop.customers.export_words import named
from shop.customers.forms import WORKS_HERE, WRONG, OwnName, OwnPassword
from shop.customers.queries import orders_known_as
from shop.customers.rules import Kept
from shop.customers.stands import stands_of
from shop.db import db, start_writing
from shop.web.cookies import drop_cookie

blueprint = Blueprint("own_data", __name__, url_prefix="/konto/daten")


@blueprint.get("")
@needs("customer")
def show() -> ResponseReturnValue:
    return render_template("customers/data.html", form=OwnName(data={"name": _self().name}))


@blueprint.post("")
@needs("customer")
def correct() -> ResponseReturnValue:
    """The name; mail address and password are with the sign-in, addresses have pages."""
    form = OwnName(request.form)
    if not form.validate():
        return render_template("customers/data.html", form=form), 422
    correct_name(person_id(), form.name.data or "")
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".show"), 303)


@blueprint.get("/lesen")
@needs("customer")
@freshly_proved
def read() -> ResponseReturnValue:
    """The export as a page: the same, under German names."""
    return render_template("customers/export.html", rows=named(export_account(_self())))


@blueprint.get("/daten.json")
@needs("customer")
@freshly_proved
def download() -> ResponseReturnValue:
    """Machine-readable, to take along (Art. 20 GDPR)."""
    text = json.dumps(export_account(_self()), ensure_ascii=False, indent=2)
    answer = Response(text, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename="stadtkaffee-daten.json")
    return answer


@blueprint.get("/loeschen")
@needs("customer")
def ask_delete() -> ResponseReturnValue:
    return _delete_page(OwnPassword())


@blueprint.post("/loeschen")
@needs("customer")
def delete() -> ResponseReturnValue:
    """Whoever deletes shows that they are who signed in: the password once more."""
    form = OwnPassword(request.form)
    if not form.validate() or not _is_own(form):
        return _delete_page(form), 422
    start_writing()
    try:
        delete_account(_self())
    except WorksHere:
        db.session.rollback()
        form.password.errors = [str(WORKS_HERE)]
        return _delete_page(form), 409
    db.session.commit()
    logout_user()
    session.clear()
    gone = make_response(render_template("customers/deleted.html"))
    drop_cookie(gone, "stadtkaffee_kasse")
    drop_cookie(gone, "stadtkaffee_geraet", DEVICE_PATH)
    return gone


def _self() -> Person:
    return db.session.get_one(Person, person_id())


def _is_own(form: OwnPassword) -> bool:
    email, stored = current_user.email, current_user.password
    account = hash_of_account(email)
    this_try = begin_try(account, request.remote_addr or "::", known_device(account))
    if this_try is None:
        form.password.errors = [str(TOO_MANY)]
        return False
    if not is_right(form.password.data or "", stored):
        form.password.errors = [str(WRONG)]
        return False
    this_try.forgiven()
    return True


def _delete_page(form: OwnPassword) -> str:
    """Says what goes at once, and what stays until when: today's stand of each order."""
    own = _self()
    stands = stands_of(orders_known_as(own))
    vouchers = [one for one in stands if one.finished and one.kept(wanted=True) is not Kept.NOTHING]
    return render_template(
        "customers/delete.html",
        form=form,
        running=[one for one in stands if not one.finished],
        vouchers=vouchers,
        until=max((one.vouchers_until for one in vouchers), default=None),
    )
