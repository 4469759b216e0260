"""From the cart to a binding order: the form, the review with the one button, the order."""

from collections.abc import Sequence

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
from sqlalchemy.exc import IntegrityError

from shop.accounts.save_address import MOST, TooManyAddresses
from shop.accounts.saved_addresses import saved_addresses
from shop.accounts.signed_in_customer import signed_in_customer
from shop.cart.cookie import set_wanted, wanted
from shop.cart.queries import FilledCart, fill, priced
from shop.cart.rules import Delivery
from shop.catalogue.promise import promised_on
from shop.checkout import order_pages
from shop.checkout.begin_with import begin_with
from shop.checkout.draft_cookie import draft_key, remember_key
from shop.checkout.forget_draft import forget_draft
from shop.checkout.forms import CheckoutForm
from shop.checkout.keep_draft import keep_draft
from shop.checkout.place_order import place_order
from shop.checkout.queries import answers_of_draft
from shop.checkout.remember_addresses import remember_addresses
from shop.checkout.rules import Answers, PlaceGone, agreed, promise_days
from shop.checkout.seen import Seen
from shop.clock import today
from shop.db import db, only_reading
from shop.orders.queries import AnyRow, FoundOrder, open_places, order_of_draft, units_of
from shop.orders.rules import ClaimMissing, State
from shop.stock.rules import OutOfStock
from shop.web.numbers import small_number

blueprint = Blueprint("checkout", __name__)
blueprint.register_blueprint(order_pages.blueprint)


@blueprint.get("/kasse")
def show() -> Response:
    """The form, with what was already answered in it; `?art=abholung` begins with pickup.

    A customer's own begins with what the account knows, or with the address of `?adresse=`.
    """
    only_reading()
    pickup = request.args.get("art") == "abholung"
    delivery = Delivery.PICKUP if pickup else Delivery.SHIPPING
    places = open_places()
    answers = answers_of_draft(draft_key())
    if customer := signed_in_customer():
        chosen = small_number(request.args.get("adresse", ""))
        saved = saved_addresses(customer.id)
        answers = begin_with(customer, saved, answers, delivery, chosen)
    form = CheckoutForm([(p.id, p.name) for p in places], answers=answers, delivery=delivery)
    return _form_page(form, places)


@blueprint.post("/kasse")
def answer() -> Response:
    """Keeps checked answers as a draft and leads to the review. Orders nothing."""
    places = open_places()
    form = CheckoutForm([(p.id, p.name) for p in places], sent=request.form)
    if not form.validate():
        return _form_page(form, places, status=422)
    if doubts := form.doubts():
        return _form_page(form, places, doubts, status=422)
    key = keep_draft(form.answers(), draft_key())
    db.session.commit()
    _remember(form.answers())
    response = _go(url_for("checkout.review"))
    remember_key(response, key)
    return response


@blueprint.get("/kasse/pruefen")
def review() -> Response:
    """Everything § 312j (2) BGB wants directly above the one button. Orders nothing."""
    only_reading()
    answers = answers_of_draft(draft_key())
    if answers is None:
        return _go(url_for("checkout.show"))
    return _review_page(answers, fill(wanted(), answers.delivery))


@blueprint.post("/kasse/bestellen")
def place() -> Response:
    """The binding click. The same draft orders once, however often it is sent."""
    key = draft_key()
    answers = answers_of_draft(key)
    # A draft ends with the order placed from it.
    if key and not answers and (known := order_of_draft(key)):
        return _ordered(known, empty_cart=wanted().keys() == units_of(known.id).keys())
    if key is None or answers is None:
        return _go(url_for("checkout.show"))
    filled = fill(wanted(), answers.delivery)
    if not filled.cart.lines or agreed(answers, filled.cart) != request.form.get("gesehen"):
        return _review_page(answers, filled, status=409)
    customer = signed_in_customer()
    try:
        return _ordered(_place(key, answers, filled, customer.id if customer else None))
    except (OutOfStock, ClaimMissing):
        db.session.rollback()
        return _review_page(answers, fill(wanted(), answers.delivery), status=409)
    except PlaceGone:
        db.session.rollback()
        return _go(url_for("checkout.show"))


def _form_page(
    form: CheckoutForm,
    places: Sequence[AnyRow],
    doubts: Sequence[tuple[str, str, str]] = (),
    status: int = 200,
) -> Response:
    cart = fill(wanted()).cart
    if not cart.lines:
        return _nothing_to_order()
    customer = signed_in_customer()
    page = render_template(
        "checkout/form.html",
        form=form,
        customer=customer,
        saved=saved_addresses(customer.id) if customer else (),
        doubts=doubts,
        places=places,
        ready={place.id: promised_on(place.ready_days, today()) for place in places},
        shipped=cart,
        picked_up=priced(cart.lines, Delivery.PICKUP),
    )
    return make_response(page, status)


def _review_page(answers: Answers, filled: FilledCart, status: int = 200) -> Response:
    if not filled.cart.lines:
        return _nothing_to_order()
    place = None
    if answers.delivery is Delivery.PICKUP:
        place = next((p for p in open_places() if p.id == answers.pickup_place_id), None)
        if place is None:
            return _go(url_for("checkout.show"))
    days = promise_days(filled.cart.handling_days, place.ready_days if place else None)
    page = render_template(
        "checkout/review.html",
        answers=answers,
        filled=filled,
        cart=filled.cart,
        place=place,
        promised_on=promised_on(days, today()),
        before=Seen.read(request.form.get("stand", "")) if status != 200 else None,
        agreed=agreed(answers, filled.cart),
        seen=Seen.of(filled.cart),
    )
    return make_response(page, status)


def _nothing_to_order() -> Response:
    """After ordering the cart is empty: whoever goes back is led to the order."""
    key = draft_key()
    known = order_of_draft(key) if key else None
    if known is None:
        return _go(url_for("cart.show"))
    return _go(url_for("orders.show", token=known.token))


def _remember(answers: Answers) -> None:
    customer = signed_in_customer() if request.form.get("merken") else None
    if customer is None:
        return
    try:
        remember_addresses(customer.id, answers)
        db.session.commit()
    except TooManyAddresses:
        db.session.rollback()
        flash(
            _(
                "Die Adresse gilt für diese Bestellung, ist aber nicht gemerkt: In Ihrem Konto "
                "stehen schon %(n)s Adressen.",
                n=MOST,
            ),
            "warn",
        )


def _place(key: str, answers: Answers, filled: FilledCart, customer_id: int | None) -> FoundOrder:
    try:
        order = place_order(key, answers, filled.cart, customer_id)
        found = FoundOrder(order.id, order.token, State(order.state))
        forget_draft(key)
        db.session.commit()
    except IntegrityError:
        # A second click at the very same moment: the first one has the order.
        db.session.rollback()
        known = order_of_draft(key)
        if known is None:
            raise
        return known
    return found


def _ordered(order: FoundOrder, empty_cart: bool = True) -> Response:
    """On to the payment. An order found again leaves a cart alone that holds something else."""
    response = order_pages.to_payment(order)
    if empty_cart:
        set_wanted(response, {})
    return response


def _go(target: str) -> Response:
    return make_response(redirect(target, 303))
