"""Histories: whatever customers, banks, staff and the network may do, in any order."""

import sys
from datetime import timedelta
from typing import ClassVar, Literal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shop.demo.stripe import payments
from shop.demo.stripe.account import NextRefund
from shop.demo.stripe.event_queue import Order
from shop.demo.stripe.faults import Fault, Kind
from shop.refunds.rules import Goods
from tests.faults import history_bank as bank
from tests.faults import history_customer as customer
from tests.faults import history_staff as staff
from tests.faults import history_work as network
from tests.faults.history_end import come_to_rest
from tests.faults.history_shop import HistoryShop
from tests.make.orders import MadeOrder

_MOST_ORDERS = 3
_WHICH = st.integers(0, _MOST_ORDERS - 1)
_UNITS = st.integers(1, 3)
_GOODS = st.sampled_from(Goods)
_METHODS: st.SearchStrategy[payments.Method] = st.sampled_from(
    ("card", "sepa_debit", "card_3ds", "paypal")
)
_FAULTS: st.SearchStrategy[Kind] = st.sampled_from(
    (
        *("drop_before", "drop_after", "500_before", "500_after", "409", "429"),
        *("500_stored_before", "500_stored_after"),
    )
)
_TIMES = st.sampled_from(
    [timedelta(minutes=3), timedelta(minutes=40), timedelta(hours=7), timedelta(days=1)]
)
_while_few = precondition(lambda self: len(self._orders) < _MOST_ORDERS)
_with_order = precondition(lambda self: self._orders)


class Histories(RuleBasedStateMachine):
    """Every law holds after every step; at the end all comes to rest, and Stripe agrees."""

    shop: ClassVar[HistoryShop]
    #: False where each question is a trip to a server: then only at the end.
    asks_often: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._orders: list[MadeOrder] = []
        self._is_lossless = True

    def _some(self, which: int) -> MadeOrder:
        return self._orders[which % len(self._orders)]

    @_while_few
    @rule(units=_UNITS, what=st.sampled_from(["scarce", "gift", "plain"]), pickup=st.booleans())
    def somebody_orders(self, units: int, what: str, pickup: bool) -> None:
        self._orders += self._order({getattr(self.shop, what): units}, pickup=pickup)

    @initialize(units=_UNITS, scarce=st.booleans(), method=_METHODS, heard=st.booleans())
    def it_begins_with_a_purchase(
        self, units: int, scarce: bool, method: payments.Method, heard: bool
    ) -> None:
        told = (units, scarce, method, heard)
        self._orders += self.shop.begin_with(told, lambda: self._buy(*told))

    @_while_few
    @rule(units=_UNITS, scarce=st.booleans(), method=_METHODS, heard=st.booleans())
    def somebody_buys(self, units: int, scarce: bool, method: payments.Method, heard: bool) -> None:
        self._orders += self._buy(units, scarce, method, heard)

    def _buy(
        self, units: int, scarce: bool, method: payments.Method, heard: bool
    ) -> list[MadeOrder]:
        wanted = {self.shop.gift: units} | ({self.shop.scarce: 2} if scarce else {})
        bought = self._order(wanted, pickup=not scarce)
        for order in bought:
            customer.pay(self.shop, order, method)
            bank.answer_debit(self.shop, order, succeeds=True)
            if heard:
                network.deliver(self.shop)
        return bought

    def _order(self, wanted: dict[int, int], *, pickup: bool) -> list[MadeOrder]:
        """One, or none when the goods are gone."""
        order = customer.order(self.shop, wanted, pickup=pickup)
        if order is None:
            return []
        customer.open_page(self.shop, order)
        return [order]

    @_with_order
    @rule(which=_WHICH)
    def somebody_opens_the_page_again(self, which: int) -> None:
        customer.open_page(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH, method=_METHODS)
    def somebody_pays(self, which: int, method: payments.Method) -> None:
        customer.pay(self.shop, self._some(which), method)

    @_with_order
    @rule(which=_WHICH)
    def a_card_is_declined(self, which: int) -> None:
        customer.fail_to_pay(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH)
    def somebody_comes_back(self, which: int) -> None:
        customer.come_back(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH)
    def somebody_gives_up(self, which: int) -> None:
        customer.change_mind(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH, succeeds=st.booleans())
    def a_bank_answers_a_debit(self, which: int, succeeds: bool) -> None:
        bank.answer_debit(self.shop, self._some(which), succeeds=succeeds)

    @_with_order
    @rule(which=_WHICH)
    def a_bank_takes_a_debit_back(self, which: int) -> None:
        bank.take_debit_back(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH)
    def an_order_is_paid_twice(self, which: int) -> None:
        bank.charge_twice(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH, cents=st.sampled_from([None, 1, 500, 4000]))
    def somebody_refunds_in_the_dashboard(self, which: int, cents: int | None) -> None:
        bank.refund_in_dashboard(self.shop, self._some(which), cents)

    @rule(outcome=st.sampled_from(("pending", "failed", "succeeded")))
    def refunds_will_be(self, outcome: NextRefund) -> None:
        self.shop.stripe.account.next_refund = outcome

    @_with_order
    @rule(status=st.sampled_from(("succeeded", "failed")))
    def banks_answer_to_refunds(self, status: Literal["succeeded", "failed"]) -> None:
        bank.end_refunds(self.shop, status)

    @_with_order
    @rule(which=_WHICH, how=st.sampled_from(("dispute", "warning", "review")))
    def somebody_objects(self, which: int, how: Literal["dispute", "warning", "review"]) -> None:
        bank.object_to(self.shop, self._some(which), how)

    @_with_order
    @rule(in_our_favour=st.booleans())
    def objections_are_decided(self, in_our_favour: bool) -> None:
        bank.decide_objections(self.shop, in_our_favour=in_our_favour)

    @_with_order
    @rule(fails=st.booleans())
    def money_is_paid_out(self, fails: bool) -> None:
        bank.pay_out(self.shop, fails=fails)

    @_with_order
    @rule(which=_WHICH, all_the_way=st.booleans())
    def staff_pack_and_send(self, which: int, all_the_way: bool) -> None:
        staff.fulfil(self.shop, self._some(which), all_the_way=all_the_way)

    @_with_order
    @rule(which=_WHICH)
    def staff_unpack(self, which: int) -> None:
        staff.take_back_packing(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH)
    def staff_deliver_anyway(self, which: int) -> None:
        staff.decide_to_deliver(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH)
    def staff_refund_what_does_not_fit(self, which: int) -> None:
        staff.decide_to_refund(self.shop, self._some(which))

    @_with_order
    @rule(which=_WHICH, units=_UNITS, goods=_GOODS)
    def staff_refund_units(self, which: int, units: int, goods: Goods) -> None:
        staff.refund_units(self.shop, self._some(which), units, goods)

    @_with_order
    @rule(which=_WHICH, cents=st.integers(1, 2500))
    def staff_lower_the_price(self, which: int, cents: int) -> None:
        staff.lower_price(self.shop, self._some(which), cents)

    @_with_order
    @rule(which=_WHICH, goods=_GOODS)
    def staff_refund_everything(self, which: int, goods: Goods) -> None:
        staff.refund_everything(self.shop, self._some(which), goods)

    @_with_order
    @rule(by_hand=st.booleans())
    def staff_face_failed_refunds(self, by_hand: bool) -> None:
        staff.face_failed_refunds(self.shop, by_hand=by_hand)

    @_with_order
    @rule(goods=_GOODS)
    def staff_tell_of_goods(self, goods: Goods) -> None:
        staff.tell_of_goods(self.shop, goods)

    @_with_order
    @rule(
        order=st.sampled_from(("oldest", "newest", "shuffled")),
        seed=st.integers(0, 7),
        most=st.sampled_from([None, 1, 4]),
        copies=st.integers(1, 2),
    )
    def events_arrive(self, order: Order, seed: int, most: int | None, copies: int) -> None:
        network.deliver(self.shop, order, seed=seed, most=most, copies=copies)

    @_with_order
    @rule(number=st.integers(0, 40))
    def an_event_arrives_again(self, number: int) -> None:
        network.deliver_again(self.shop, number)

    @_with_order
    @rule(unnoticed=st.booleans())
    def events_are_lost(self, unnoticed: bool) -> None:
        self._is_lossless = False
        network.lose_events(self.shop, unnoticed=unnoticed)

    @rule(compares=st.booleans())
    def the_worker_works(self, compares: bool) -> None:
        network.work(self.shop)
        if compares:
            network.compare(self.shop)

    @rule(how_long=_TIMES)
    def time_passes(self, how_long: timedelta) -> None:
        self.shop.pass_time(how_long)

    @rule(kind=_FAULTS, skip=st.integers(0, 3))
    def stripe_will_fail(self, kind: Kind, skip: int) -> None:
        self._is_lossless = False
        self.shop.stripe.faults.order(Fault(kind, skip=skip))

    @invariant()
    def every_law_holds(self) -> None:
        if self.asks_often:
            self._assert_laws()

    def teardown(self) -> None:
        if sys.exc_info()[0] is None:
            wrong = come_to_rest(self.shop, compares=not self._is_lossless)
            self._assert_laws()
            assert wrong == [], wrong

    def _assert_laws(self) -> None:
        assert self.shop.faults.seen == [], self.shop.faults.told()
        broken = self.shop.broken()
        assert broken == {}, broken
