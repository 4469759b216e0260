"""What the staff do in a history, by the verbs behind their pages."""

from sqlalchemy import ColumnElement, select

from shop.checkout.deliver_anyway import deliver_anyway
from shop.db import db
from shop.fulfilment.fulfil import hand_over, pack, ship, unpack
from shop.refunds.accept_loss import accept_loss
from shop.refunds.ask_again import ask_again
from shop.refunds.left import lines_left
from shop.refunds.models import Refund
from shop.refunds.queries import is_money_gone
from shop.refunds.refund_order import refund_order
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Goods, Reason, Wanted, everything
from shop.refunds.settle_by_hand import settle_by_hand
from shop.refunds.tell_goods import tell_goods
from tests.faults.history_shop import HistoryShop
from tests.make.orders import MadeOrder


def fulfil(shop: HistoryShop, order: MadeOrder, *, all_the_way: bool) -> None:
    for step in (pack, ship, hand_over) if all_the_way else (pack,):
        with shop.trying():
            step(order.id, shop.person_id)
            db.session.commit()


def take_back_packing(shop: HistoryShop, order: MadeOrder) -> None:
    with shop.trying():
        unpack(order.id, shop.person_id)
        db.session.commit()


def decide_to_deliver(shop: HistoryShop, order: MadeOrder) -> None:
    with shop.trying():
        deliver_anyway(order.id, shop.person_id)
        db.session.commit()


def decide_to_refund(shop: HistoryShop, order: MadeOrder) -> None:
    with shop.trying():
        refund_order(order.id, Reason.DOES_NOT_FIT, shop.person_id)
        db.session.commit()


def refund_units(shop: HistoryShop, order: MadeOrder, units: int, goods: Goods) -> None:
    """So many units of the first line that has some left, and its shipping."""
    with shop.trying():
        left = [line for line in lines_left(order.id) if line.units]
        wanted = Wanted({line.line_id: (units, goods) for line in left[:1]}, shipping=True)
        request_refund(order.id, wanted, Reason.DEFECT, shop.person_id)
        db.session.commit()


def lower_price(shop: HistoryShop, order: MadeOrder, cents: int) -> None:
    with shop.trying():
        wanted = Wanted({}, discount_cents=cents)
        request_refund(order.id, wanted, Reason.GOODWILL, shop.person_id)
        db.session.commit()


def refund_everything(shop: HistoryShop, order: MadeOrder, goods: Goods) -> None:
    with shop.trying():
        wanted = everything(lines_left(order.id), goods)
        request_refund(order.id, wanted, Reason.WITHDRAWAL, shop.person_id)
        db.session.commit()


def face_failed_refunds(shop: HistoryShop, *, by_hand: bool) -> None:
    """What a bank has taken they leave to it."""
    for refund_id in _refunds(shop, Refund.state == "failed"):
        with shop.trying():
            if is_money_gone(db.session.get_one(Refund, refund_id)):
                accept_loss(refund_id, shop.person_id)
            else:
                (settle_by_hand if by_hand else ask_again)(refund_id, shop.person_id)
            db.session.commit()


def tell_of_goods(shop: HistoryShop, goods: Goods) -> None:
    """Of every refund of which nobody has: one unit of each line that has one left."""
    for refund_id in _refunds(shop, Refund.goods_known.is_(False)):
        with shop.trying():
            refund = db.session.get_one(Refund, refund_id)
            told = {line.line_id: (1, goods) for line in lines_left(refund.order_id) if line.units}
            tell_goods(refund_id, told, shop.person_id)
            db.session.commit()


def _refunds(shop: HistoryShop, condition: ColumnElement[bool]) -> list[int]:
    with shop.at_work():
        return list(db.session.scalars(select(Refund.id).where(condition).order_by(Refund.id)))
