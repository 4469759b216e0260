"""From the page of an order to an account: one field, a mail, and the password once more."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from shop.accounts.enter import enter
from shop.accounts.passwords import WeakPassword, hashed
from shop.accounts.signed_in_customer import signed_in_customer
from shop.customers.ask_for_account import ask_for_account
from shop.customers.confirm_account import (
    RequestGone,
    WrongPassword,
    confirm_account,
    is_open,
)
from shop.customers.forms import NOT_THAT_ONE, WEAK, NewPassword, OwnPassword
from shop.customers.take_order import NotYours, take_order
from shop.db import db, only_reading
from shop.errors import NotThere
from shop.orders.queries import order_by_token, order_view

blueprint = Blueprint("account_offer", __name__)
blueprint.add_app_template_global(signed_in_customer)
blueprint.add_app_template_global(NewPassword, "new_password_form")


@blueprint.get("/bestellung/<token>/konto")
def offer(token: str) -> Response:
    only_reading()
    if order_view(token).is_forgotten:
        raise NotThere
    return _offer_page(token, NewPassword())


@blueprint.post("/bestellung/<token>/konto")
def ask(token: str) -> Response:
    """The same answer whether the mailbox has an account."""
    order, view = order_by_token(token), order_view(token)
    if view.is_forgotten:
        raise NotThere
    form = NewPassword(request.form)
    if not form.validate():
        return _offer_page(token, form, 422)
    email = view.order.email
    # Hashing takes a tenth of a second on purpose; nobody shall wait for our transaction.
    db.session.rollback()
    try:
        kept = hashed(form.password.data or "", email)
    except WeakPassword:
        form.password.errors = [str(WEAK)]
        return _offer_page(token, form, 422)
    ask_for_account(order.id, kept)
    db.session.commit()
    return _go(url_for(".offer", token=token, hinweis="gesendet"))


@blueprint.post("/bestellung/<token>/uebernehmen")
def take(token: str) -> Response:
    """A guest's order into the account of whoever is signed in with its mailbox."""
    order, customer = order_by_token(token), signed_in_customer()
    if customer is None:
        return _go(url_for("security.login", next=url_for("orders.show", token=token)))
    try:
        take_order(order.id, customer)
        db.session.commit()
        flash(_("Diese Bestellung steht jetzt in Ihrem Konto."), "success")
    except NotYours:
        db.session.rollback()
        flash(_("Diese Bestellung gehört nicht zur E-Mail-Adresse Ihres Kontos."), "warn")
    return _go(url_for("orders.show", token=token))


@blueprint.get("/konto/bestaetigen/<code>")
def ask_again(code: str) -> Response:
    """Changes nothing: a mail scanner opens links too."""
    only_reading()
    return _confirm_page(code, OwnPassword()) if is_open(code) else _gone_page()


@blueprint.post("/konto/bestaetigen/<code>")
def confirm(code: str) -> Response:
    form = OwnPassword(request.form)
    if not form.validate():
        return _confirm_page(code, form, 422)
    try:
        customer = confirm_account(code, form.password.data or "")
    except WrongPassword:
        form.password.errors = [str(NOT_THAT_ONE)]
        return _confirm_page(code, form, 422)
    except RequestGone:
        db.session.rollback()
        return _gone_page()
    db.session.commit()
    enter(customer, factors=1)
    flash(_("Ihr Konto ist eingerichtet, und Sie sind angemeldet."), "success")
    return _go(url_for("customers.overview"))


def _offer_page(token: str, form: NewPassword, status: int = 200) -> Response:
    order = order_view(token).order
    page = render_template("customers/offer_page.html", order=order, form=form)
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _confirm_page(code: str, form: OwnPassword, status: int = 200) -> Response:
    return make_response(render_template("customers/confirm.html", code=code, form=form), status)


def _gone_page() -> Response:
    return make_response(render_template("customers/link_gone.html"), 404)


def _go(target: str) -> Response:
    return make_response(redirect(target, 303))
