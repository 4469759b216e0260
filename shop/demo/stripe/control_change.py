"""Carries out one change that the control interface was asked for."""

from collections.abc import Callable

from werkzeug.wrappers import Response

from shop.demo.stripe.account import Account
from shop.demo.stripe.answering import catch_up
from shop.demo.stripe.control_answer import done
from shop.demo.stripe.machine import machine
from shop.demo.stripe.store import Document, Transaction


def changed(carry_out: Callable[[Transaction, Account], Document | None]) -> Response:
    """In one transaction; then the events go, and the object that came of it is answered."""
    here = machine()
    catch_up(here)
    with here.store.transaction() as tx:
        document = carry_out(tx, here.account)
    here.deliveries.wake()
    return done(document)
