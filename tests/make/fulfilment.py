"""Paid orders for tests of the staff's work with them."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from shop.cart.rules import Delivery
from shop.db import db
from tests.make.orders import ANSWERS, MadeOrder, make_order, make_pickup_place
from tests.make.people import make_person, sign_in
from tests.make.sales import sell


def paid_order(
    app: Flask, wanted: dict[int, int], *, pickup_at: int | None = None, **answers: str
) -> MadeOrder:
    """Shipped to Testperson 001, or to be picked up."""
    given = replace(ANSWERS, **answers)  # type: ignore[arg-type]  # names and addresses
    if pickup_at:
        given = replace(given, delivery=Delivery.PICKUP, pickup_place_id=pickup_at, phone="030 1")
    order = make_order(app, wanted, given)
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def place(app: Flask, name: str = "Demo-Abholort Rathaus") -> int:
    return make_pickup_place(app, name)


def second_person(app: Flask) -> FlaskClient:
    make_person(app, "zwei@laden.example")
    client = app.test_client()
    sign_in(client, "zwei@laden.example")
    return client


def at_once(acts: Sequence[Callable[[], None]]) -> None:
    """All of them at the same moment, each in a thread of its own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        start.wait()
        act()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
