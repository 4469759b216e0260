"""Histories that once did not come to rest, told in a few steps each."""

from collections.abc import Iterator

import pytest

from shop.refunds.rules import Goods
from tests.faults import history_bank as bank
from tests.faults import history_customer as customer
from tests.faults import history_staff as staff
from tests.faults.history_end import come_to_rest
from tests.faults.history_shop import HistoryShop, shop_in_memory
from tests.faults.history_work import compare, deliver, work
from tests.make.orders import MadeOrder


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryShop]:
    with shop_in_memory(tmp_path_factory.mktemp("found")) as shop:
        yield shop


@pytest.fixture
def shop(opened: HistoryShop) -> Iterator[HistoryShop]:
    """After the test everything comes to rest, and the books hold."""
    opened.begin()
    yield opened
    assert come_to_rest(opened) == []
    assert opened.broken() == {}
    assert opened.faults.seen == [], opened.faults.told()


@pytest.fixture
def order(shop: HistoryShop) -> MadeOrder:
    """Paid by a debit that has succeeded; the shop has not heard of it."""
    made = customer.order(shop, {shop.gift: 1}, pickup=True)
    assert made is not None
    customer.open_page(shop, made)
    customer.pay(shop, made, "sepa_debit")
    bank.answer_debit(shop, made, succeeds=True)
    return made


def test_a_payment_lost_before_it_was_heard_of_and_paid_again(
    shop: HistoryShop, order: MadeOrder
) -> None:
    bank.take_debit_back(shop, order)
    bank.charge_twice(shop, order)
    deliver(shop, "newest")


def test_a_refund_of_a_payment_lost_before_it_was_heard_of(
    shop: HistoryShop, order: MadeOrder
) -> None:
    bank.refund_in_dashboard(shop, order, 1)
    bank.take_debit_back(shop, order)


def test_a_refund_in_the_dashboard_told_after_its_payment_was_lost(
    shop: HistoryShop, order: MadeOrder
) -> None:
    deliver(shop)
    bank.refund_in_dashboard(shop, order, 1)
    bank.take_debit_back(shop, order)
    deliver(shop, "newest")


def test_a_refund_in_the_dashboard_that_failed_before_it_was_heard_of(
    shop: HistoryShop, order: MadeOrder
) -> None:
    bank.charge_twice(shop, order)
    bank.refund_in_dashboard(shop, order, None)
    bank.end_refunds(shop, "failed")


def test_a_refund_of_ours_takes_the_place_of_one_that_failed_unheard(
    shop: HistoryShop, order: MadeOrder
) -> None:
    deliver(shop)
    shop.stripe.account.next_refund = "failed"
    bank.refund_in_dashboard(shop, order, None)
    staff.refund_units(shop, order, 1, Goods.BACK)
    compare(shop)


def test_what_the_dashboard_gave_back_already_is_not_given_by_hand_too(
    shop: HistoryShop, order: MadeOrder
) -> None:
    deliver(shop)
    staff.lower_price(shop, order, 1)
    bank.refund_in_dashboard(shop, order, None)
    work(shop)
    staff.face_failed_refunds(shop, by_hand=True)


def test_a_refund_in_the_dashboard_that_replaces_two_of_ours_on_one_line(
    shop: HistoryShop,
) -> None:
    made = customer.order(shop, {shop.gift: 2}, pickup=True)
    assert made is not None
    customer.open_page(shop, made)
    customer.pay(shop, made, "card")
    deliver(shop)
    staff.refund_units(shop, made, 1, Goods.BACK)
    bank.refund_in_dashboard(shop, made, None)
    staff.refund_everything(shop, made, Goods.BACK)
