"""What a customer does with an order that exists: pay it, come back, give it up, order it again."""

import logging

from flask import Blueprint, Response, flash, make_response, redirect, url_for
from sqlalchemy import select

from shop.cart.cookie import set_wanted, wanted
from shop.checkout.again_words import again_words
from shop.checkout.give_up import give_up
from shop.checkout.order_again import order_again
from shop.checkout.settle import settle
from shop.checkout.start_payment import start_payment
from shop.db import db
from shop.errors import Refused
from shop.orders.queries import FoundOrder, order_by_token
from shop.orders.rules import MoveRefused, State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentRejected, PaymentUnavailable

blueprint = Blueprint("order", __name__, url_prefix="/bestellung/<token>")
log = logging.getLogger("shop.checkout")


@blueprint.post("/bezahlen")
def pay(token: str) -> Response:
    return to_payment(order_by_token(token))


@blueprint.get("/zurueck")
def back(token: str) -> Response:
    """Where the payment page sends the customer; the order page says what was really paid."""
    order = order_by_token(token)
    for session_id in _open_sessions(order.id):
        try:
            settle(session_id)
            db.session.commit()
        except Refused as refused:
            # Webhook and poller will report it too; the customer is not kept waiting.
            db.session.rollback()
            log.warning("order id %s not settled on return: %r", order.id, refused)
    return _order_page(order)


@blueprint.post("/aufgeben")
def abandon(token: str) -> Response:
    order = order_by_token(token)
    try:
        give_up(order.id)
    except MoveRefused:
        return _order_page(order, "nicht-aufgegeben")
    except (PaymentUnavailable, PaymentRejected):
        return _order_page(order, "spaeter-aufgeben")
    return _order_page(order)


@blueprint.post("/nochmal")
def again(token: str) -> Response:
    """Puts what was ordered into the cart once more, at today's prices, and says what changed."""
    found = order_again(order_by_token(token).id, wanted())
    for sentence, kind in again_words(found):
        flash(sentence, kind)
    response = make_response(redirect(url_for("cart.show"), 303))
    set_wanted(response, found.cart)
    return response


def to_payment(order: FoundOrder) -> Response:
    """To the provider's page while there is something to pay, else to the order page."""
    if order.state is not State.AWAITING_PAYMENT:
        return _order_page(order)
    try:
        return make_response(redirect(start_payment(order.id), 303))
    except MoveRefused:
        return _order_page(order)
    except (PaymentUnavailable, PaymentRejected) as refused:
        db.session.rollback()
        log.error("order id %s: payment page does not open: %r", order.id, refused)
        return _order_page(order, "spaeter-bezahlen")


def _open_sessions(order_id: int) -> list[str]:
    statement = select(Attempt.session_id).where(
        Attempt.order_id == order_id,
        Attempt.state.in_(("open", "pending")),
        Attempt.session_id.is_not(None),
    )
    return [found for found in db.session.scalars(statement) if found]


def _order_page(order: FoundOrder, told: str | None = None) -> Response:
    return make_response(redirect(url_for("orders.show", token=order.token, hinweis=told), 303))
