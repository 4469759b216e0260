"""PostgreSQL stops and starts in the middle of the load: nothing that was told is lost."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import select

from shop.db import db
from shop.orders.models import Order
from shop.payment.models import Attempt
from tests.faults.busy_shop import busy_shop
from tests.faults.crowd import Crowd, PatientVisitor
from tests.faults.proofs import broken_laws
from tests.make.databases import Databases
from tests.make.shop import make_shop
from tests.make.visitors import Visit, Visitor, let_in

#: Between the start of the database and the first page the shop serves again.
SECONDS_TO_RETURN = 5


@pytest.fixture
def durable(tmp_path: Path) -> Iterator[Databases]:
    """A server of this test's own, which keeps what it has confirmed."""
    found = Databases(tmp_path, durable=True)
    yield found
    found.close()


def test_the_shop_outlives_a_crash_of_its_database(
    durable: Databases, tmp_path: Path, is_long: bool
) -> None:
    stops = 4 if is_long else 1
    with durable.fresh("postgresql") as url:
        with busy_shop(url, tmp_path, seed=1) as busy:
            operator = Operator(durable, busy.live.port, busy.crowd, stops)
            let_in(busy.live.port, chain([operator.go_round()], operator.customers()), at_once=12)
            busy.end_workers()
        with make_shop(busy.live.settings) as app, app.app_context():
            wrong = broken_laws()
            orders = select(Attempt.session_id, Order.email).join(
                Order, Order.id == Attempt.order_id
            )
            kept = {(row.session_id, row.email) for row in db.session.execute(orders)}
    told = {(customer.session, customer.email) for customer in busy.crowd.customers}
    print(f"{len(told)} customers, back after {operator.seconds}, put off {PatientVisitor.put_off}")
    assert wrong == []
    assert {(session, email) for session, email in told if session} <= kept
    assert len(operator.seconds) == stops
    assert max(operator.seconds) < SECONDS_TO_RETURN
    assert PatientVisitor.put_off


class Operator:
    """Stops the database and starts it again, between the visits of the crowd."""

    def __init__(self, databases: Databases, port: int, crowd: Crowd, stops: int) -> None:
        self._databases = databases
        self._visitor = Visitor(port)
        self._crowd = crowd
        self._stops = stops
        self._is_over = False
        #: From each start of the database to the first page that is served.
        self.seconds: list[float] = []

    def customers(self) -> Iterator[Visit]:
        """More and more, until the rounds are over."""
        for visit in self._crowd.come(seconds=60):
            if self._is_over:
                return
            yield visit

    def go_round(self) -> Visit:
        for _ in range(self._stops):
            yield from self._wait_for_orders(10)
            self._databases.stop_postgresql()
            yield from self._wait_for_ready(503)
            yield from self._wait_until_some_are_put_off()
            self._databases.start_postgresql()
            began = monotonic()
            yield from self._wait_for_ready(200)
            yield from self._wait_for_orders(1)
            self.seconds.append(monotonic() - began)
        self._is_over = True

    def _wait_for_orders(self, more: int) -> Visit:
        enough = self._ordered() + more
        while self._ordered() < enough:
            yield from self._visitor.get("/healthz")

    def _ordered(self) -> int:
        return sum(bool(customer.session) for customer in self._crowd.customers)

    def _wait_for_ready(self, status: int) -> Visit:
        while (yield from self._visitor.get("/readyz")).status != status:
            pass

    def _wait_until_some_are_put_off(self) -> Visit:
        enough = PatientVisitor.put_off + 5
        while PatientVisitor.put_off < enough:
            yield from self._visitor.get("/healthz")
