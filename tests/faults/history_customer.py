"""What customers do in a history: order, pay, come back, give up."""

from contextlib import suppress
from dataclasses import replace

from shop.cart.rules import Delivery
from shop.checkout.give_up import give_up
from shop.checkout.settle import settle
from shop.checkout.start_payment import start_payment
from shop.clock import stopped_at
from shop.db import db
from shop.demo.stripe import payments
from shop.demo.stripe.store import Document
from shop.errors import Refused
from tests.faults.history_shop import HistoryShop
from tests.make.orders import MadeOrder, make_order, somebody


def order(shop: HistoryShop, wanted: dict[int, int], *, pickup: bool) -> MadeOrder | None:
    """None when the goods are gone."""
    answers = somebody()
    if pickup:
        answers = replace(answers, delivery=Delivery.PICKUP, pickup_place_id=shop.place_id)
    with stopped_at(shop.now), suppress(Refused):
        return make_order(shop.app, wanted, answers)
    return None


def open_page(shop: HistoryShop, order: MadeOrder) -> None:
    with shop.trying():
        start_payment(order.id)


def pages_of(shop: HistoryShop, order: MadeOrder) -> list[Document]:
    """The payment pages of an order, oldest first."""
    found = shop.stripe.all("checkout.session")
    return [session for session in found if session["client_reference_id"] == order.number]


def pay(shop: HistoryShop, order: MadeOrder, method: payments.Method) -> None:
    """On the newest page that is still open."""
    with shop.outside():
        still_open = [page for page in pages_of(shop, order) if page["status"] == "open"]
        if still_open:
            with shop.stripe.store.transaction() as tx:
                payments.pay(tx, shop.stripe.account, still_open[-1]["id"], method)


def fail_to_pay(shop: HistoryShop, order: MadeOrder) -> None:
    with shop.outside():
        for page in pages_of(shop, order)[-1:]:
            with shop.stripe.store.transaction() as tx:
                payments.decline(tx, shop.stripe.account, page["id"])


def come_back(shop: HistoryShop, order: MadeOrder) -> None:
    """The return page."""
    for page in pages_of(shop, order):
        with shop.trying():
            settle(page["id"])
            db.session.commit()


def change_mind(shop: HistoryShop, order: MadeOrder) -> None:
    with shop.trying():
        give_up(order.id)
