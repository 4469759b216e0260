"""What a life is asked to do before and behind the counter."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.refunds.ask_again import ask_again
from shop.refunds.left import lines_left
from shop.refunds.models import Refund
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Goods, Reason, Wanted, everything
from shop.refunds.send_refund import send_refund
from tests.faults.lives import Task
from tests.make.orders import make_order, somebody
from tests.make.payments import payment_page, report


@dataclass(frozen=True)
class PlaceOrder(Task[tuple[int, str]]):
    """Two bags; the order's id and its payment page."""

    variant_id: int
    label: str = "an order"

    def run(self, app: Flask) -> tuple[int, str]:
        order = make_order(app, {self.variant_id: 2}, somebody())
        return order.id, payment_page(app, order)


@dataclass(frozen=True)
class Settle(Task[None]):
    session_id: str
    label: str = "a payment"

    def run(self, app: Flask) -> None:
        report(app, self.session_id)


@dataclass(frozen=True)
class GiveBack(Task[None]):
    """All of the order, or one unit of its first line: requested, then sent."""

    order_id: int
    person_id: int
    one_bag: Goods | None = None
    label: str = "a refund"

    def run(self, app: Flask) -> None:
        with app.app_context():
            refund_id = request_refund(
                self.order_id, self._wanted(), Reason.GOODWILL, self.person_id
            )
            db.session.commit()
            send_refund(refund_id)

    def _wanted(self) -> Wanted:
        left = lines_left(self.order_id)
        if self.one_bag:
            return Wanted({left[0].line_id: (1, self.one_bag)})
        return everything(left, Goods.NEVER_LEFT)


@dataclass(frozen=True)
class AskAgain(Task[None]):
    """For each refund of the order that has failed: what staff find among their tasks."""

    order_id: int
    person_id: int
    label: str = "a refund once more"

    def run(self, app: Flask) -> None:
        failed = select(Refund.id).where(Refund.order_id == self.order_id, Refund.state == "failed")
        with app.app_context():
            for refund_id in db.session.scalars(failed).all():
                again = ask_again(refund_id, self.person_id)
                db.session.commit()
                send_refund(again)
