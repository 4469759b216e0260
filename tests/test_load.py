"""Everybody wants the last bags at the same moment."""

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from shop.db import db
from shop.orders.models import Order
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.live_shop import LiveShop, live_shop
from tests.make.origin import make_batch
from tests.make.purchase import go_to_review, order, put_in_cart
from tests.make.stock import by_batch
from tests.make.visitors import Answer, Visit, Visitor, let_in

BUYERS, BAGS = 400, 100


def test_of_400_buyers_at_once_100_get_the_last_100_bags_and_the_others_are_told(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    first, second = make_batch(app), make_batch(app)
    shelf = {first: BAGS // 4, second: BAGS - BAGS // 4}
    coffee = make_product(app, variants=[{"shelf": shelf}])
    with live_shop(database_url, tmp_path, stripe=True) as shop:
        buyers = [Buyer(shop) for _ in range(BUYERS)]
        let_in(shop.port, (buyer.come(coffee.variant.id) for buyer in buyers), at_once=20)
        let_in(shop.port, (buyer.press_the_button() for buyer in buyers), at_once=BUYERS)

    assert sum(buyer.ordered for buyer in buyers) == BAGS
    assert {buyer.told for buyer in buyers if not buyer.ordered} == {"ausverkauft"}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Order)) == BAGS
        assert broken_laws() == {}
    assert by_batch(app, coffee.variant.id) == {id: (units, units) for id, units in shelf.items()}


class Buyer:
    """Somebody who goes as far as the binding button, and then presses it with all the others."""

    def __init__(self, shop: LiveShop) -> None:
        self._payment = shop.settings.checkout_origin
        self._visitor = Visitor(shop.port)
        self._review: Answer | None = None
        self.ordered = False
        self.told = ""

    def come(self, variant_id: int) -> Visit:
        yield from put_in_cart(self._visitor, variant_id)
        self._review = yield from go_to_review(self._visitor)

    def press_the_button(self) -> Visit:
        assert self._review
        answer = yield from order(self._visitor, self._review)
        self.ordered = answer.status == 303 and answer.location.startswith(self._payment)
        if self.ordered:
            return
        if answer.status == 303:
            answer = (yield from self._visitor.get(answer.location)).expect(200)
        else:
            answer.expect(409)
        self.told = "ausverkauft" if "ausverkauft" in answer.text else answer.text
