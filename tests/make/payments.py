"""A shop whose Stripe is a running Demo-Stripe, and orders on their way through it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask
from sqlalchemy import select, update

from shop.checkout.settle import settle
from shop.checkout.start_payment import start_payment
from shop.db import db
from shop.payment.models import Attempt
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder


@contextmanager
def paying_at(app: Flask, stripe: RunningDemoStripe) -> Iterator[RunningDemoStripe]:
    """Within the block this shop's Stripe is that one."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(
        before,
        stripe_api_base=stripe.url,
        stripe_secret_key=stripe.secret_key,
        stripe_webhook_secrets=(stripe.webhook_secret,),
    )
    app.extensions.pop("stripe", None)
    yield stripe
    app.extensions["settings"] = before
    app.extensions.pop("stripe", None)


def payment_page(app: Flask, order: MadeOrder) -> str:
    with app.app_context():
        return start_payment(order.id)


def session_of(app: Flask, order: MadeOrder) -> str:
    with app.app_context():
        found = db.session.scalars(
            select(Attempt.session_id).where(Attempt.order_id == order.id)
        ).one()
    assert found
    return found


def settle_order(app: Flask, order: MadeOrder) -> None:
    """As the return page does it."""
    report(app, session_of(app, order))


def report(app: Flask, session_id: str) -> None:
    """As the webhook does it."""
    with app.app_context():
        assert settle(session_id)
        db.session.commit()


def forget_session(app: Flask) -> None:
    """As if the shop had died before it could store what Stripe answered."""
    with app.app_context():
        db.session.execute(update(Attempt).values(session_id=None))
        db.session.commit()


def pay_twice(app: Flask, stripe: RunningDemoStripe, order: MadeOrder) -> tuple[str, str]:
    """The ids of both sessions by which this order was paid; the shop has heard of neither."""
    first = session_of(app, order)
    stripe.pay_session(first)
    return first, str(stripe.pay_again(first)["id"])
