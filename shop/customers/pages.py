"""A customer's account: what there is, and the orders."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from shop.accounts.access import needs, person_id
from shop.accounts.saved_addresses import saved_addresses
from shop.checkout.draft_cookie import draft_key
from shop.checkout.forget_draft import forget_draft
from shop.customers.queries import count_orders, orders_of
from shop.db import db, start_writing
from shop.web.cookies import drop_cookie
from shop.web.numbers import small_number

blueprint = Blueprint("customers", __name__)


@blueprint.get("/konto/uebersicht")
@needs("customer")
def overview() -> ResponseReturnValue:
    newest, _more = orders_of(person_id(), most=3)
    return render_template(
        "customers/overview.html",
        newest=newest,
        count=count_orders(person_id()),
        addresses=saved_addresses(person_id()),
    )


@blueprint.get("/konto/bestellungen")
@needs("customer")
def orders() -> ResponseReturnValue:
    """Newest first; `?nach=` is what the page before ended with."""
    after = small_number(request.args.get("nach", ""))
    found, more = orders_of(person_id(), after)
    return render_template("customers/orders.html", found=found, more=more, after=after)


@blueprint.after_app_request
def _forget_what_was_typed(response: Response) -> Response:
    """Whoever signs out may leave the browser to others: the address typed at the checkout goes.

    The cart stays, as it stayed at the sign-in: it names nobody.
    """
    key = draft_key() if request.endpoint == "security.logout" else None
    if key and request.method == "POST":
        start_writing()
        forget_draft(key)
        db.session.commit()
        drop_cookie(response, "stadtkaffee_kasse")
    return response
