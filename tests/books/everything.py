"""A shop in which everything has happened that can happen to money and goods."""

from datetime import timedelta

from shop.catalogue.models import Variant
from shop.db import db
from shop.refunds.rules import Goods
from shop.split.publish_split import publish_split
from shop.split.rules import propose
from tests.books.counts_and_files import count_and_read_files
from tests.books.stall_and_purchases import order_from_suppliers, sell_at_the_stall
from tests.faults import history_bank as bank
from tests.faults import history_customer as customer
from tests.faults import history_staff as staff
from tests.faults.history_shop import HistoryShop
from tests.faults.history_work import compare, deliver, work
from tests.make.orders import MadeOrder
from tests.make.origin import endless_batch
from tests.make.split import make_facts, make_green


def let_everything_happen(shop: HistoryShop) -> None:
    """In a shop that has just begun."""
    _split(shop)
    _not_sold(shop)
    _given_back(shop)
    _objected_to(shop)
    shop.pass_time(timedelta(minutes=3))
    work(shop)
    deliver(shop)
    _refunds_that_fail(shop)
    bank.pay_out(shop, fails=True)
    bank.pay_out(shop, fails=False)
    deliver(shop)
    compare(shop)
    sell_at_the_stall(shop)
    order_from_suppliers(shop)
    count_and_read_files(shop)
    # The last ones are still under way.
    _order(shop, shop.plain)
    staff.refund_units(shop, _bought(shop), 1, Goods.BACK)


def _split(shop: HistoryShop) -> None:
    """Of one price, published twice: once with a part nobody knows."""
    with shop.at_work():
        batch, plain = endless_batch(), db.session.get_one(Variant, shop.plain)
        for facts in (make_facts(green=(make_green(fob_usd_e4=None),)), make_facts()):
            parts = propose(plain.price_cents, facts)
            publish_split(batch, plain.product_id, plain.size, plain.price_cents, parts)
        db.session.commit()


def _order(shop: HistoryShop, variant_id: int, units: int = 3) -> MadeOrder:
    made = customer.order(shop, {variant_id: units}, pickup=False)
    assert made is not None
    customer.open_page(shop, made)
    return made


def _bought(shop: HistoryShop, *, by_debit: bool = False) -> MadeOrder:
    made = _order(shop, shop.gift)
    customer.pay(shop, made, "sepa_debit" if by_debit else "card")
    bank.answer_debit(shop, made, succeeds=True)
    deliver(shop)
    return made


def _not_sold(shop: HistoryShop) -> None:
    customer.change_mind(shop, _order(shop, shop.plain))
    # Paid on its page, but reported only when the goods are gone.
    late = _order(shop, shop.scarce)
    shop.pass_time(timedelta(minutes=20))
    other = _order(shop, shop.plain)
    customer.pay(shop, other, "sepa_debit")
    deliver(shop)
    bank.answer_debit(shop, other, succeeds=False)
    customer.change_mind(shop, late)
    bank.charge_twice(shop, late)
    customer.pay(shop, _order(shop, shop.scarce, 2), "paypal")
    deliver(shop, "newest")
    customer.pay(shop, _order(shop, shop.plain), "sepa_debit")
    deliver(shop)


def _given_back(shop: HistoryShop) -> None:
    sent = _bought(shop)
    staff.fulfil(shop, sent, all_the_way=True)
    staff.refund_units(shop, sent, 1, Goods.BACK)
    staff.refund_units(shop, sent, 1, Goods.WRITTEN_OFF)
    staff.refund_everything(shop, _bought(shop), Goods.NEVER_LEFT)
    staff.lower_price(shop, _bought(shop), 333)
    bank.charge_twice(shop, _bought(shop))
    bank.refund_in_dashboard(shop, _bought(shop), 1234)
    deliver(shop)
    staff.tell_of_goods(shop, Goods.WRITTEN_OFF)


def _objected_to(shop: HistoryShop) -> None:
    for how in ("dispute", "warning", "review"):
        bank.object_to(shop, _bought(shop), how)
    bank.take_debit_back(shop, _bought(shop, by_debit=True))
    lost = _bought(shop, by_debit=True)
    bank.take_debit_back(shop, lost)
    deliver(shop)
    staff.decide_to_refund(shop, lost)
    bank.decide_objections(shop, in_our_favour=True)
    bank.object_to(shop, _bought(shop), "dispute")


def _refunds_that_fail(shop: HistoryShop) -> None:
    """One asked for again, one given by hand, one still owed."""
    shop.stripe.account.next_refund = "failed"
    for by_hand in (False, True, None):
        staff.refund_everything(shop, _bought(shop), Goods.NEVER_LEFT)
        work(shop)
        deliver(shop)
        if by_hand is not None:
            staff.face_failed_refunds(shop, by_hand=by_hand)
        shop.stripe.account.next_refund = "succeeded" if by_hand is False else "failed"
        work(shop)
        deliver(shop)
        shop.stripe.account.next_refund = "failed"
    shop.stripe.account.next_refund = "succeeded"
