"""Two app processes and two workers on one PostgreSQL, and every twentieth thing fails."""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.demo.stripe.event_modes import Mode
from shop.demo.stripe.faults import Kind
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.orders.rules import GIVEN_UP
from shop.refunds.models import Refund
from tests.faults.busy_shop import BusyShop, busy_shop
from tests.faults.crowd import PatientVisitor
from tests.faults.proofs import broken_laws
from tests.make.databases import Databases
from tests.make.demo_stripe_hands import DemoStripeHands
from tests.make.shop import make_shop
from tests.make.smtp import TRY_LATER, ReceivingServer
from tests.make.visitors import let_in

SHARE = 0.05
SEED = 20261122
FAULTS: tuple[Kind, ...] = ("drop_before", "drop_after", "500_before", "500_after", "409", "429")
MODES: tuple[Mode, ...] = ("lose", "duplicate", "delay", "reorder", "missign")


def test_nothing_is_lost_or_doubled_while_every_twentieth_thing_fails(
    databases: Databases, tmp_path: Path, is_long: bool
) -> None:
    with databases.fresh("postgresql") as url:
        with busy_shop(url, tmp_path, SEED) as busy:
            spoil(busy.stripe, busy.post)
            let_in(busy.live.port, busy.crowd.come(20 if is_long else 3), at_once=16)
            mend(busy.stripe, busy.post)
            drain(busy)
        with make_shop(busy.live.settings) as app:
            wrong = [*wrong_orders(app, busy), *wrong_mails(app, busy)]
    paid = sum(customer.paid for customer in busy.crowd.customers)
    print(f"{len(busy.crowd.customers)} customers, {paid} paid, put off {PatientVisitor.put_off}")
    assert wrong == []
    assert paid


def spoil(stripe: DemoStripeHands, post: ReceivingServer) -> None:
    for number, kind in enumerate(FAULTS):
        stripe.fail_next(kind, share=SHARE / len(FAULTS), seed=SEED + number)
    for number, mode in enumerate(MODES):
        stripe.events_go(mode, share=SHARE, seed=SEED + number)
    draw = Random(SEED)

    def perhaps() -> None:
        if draw.random() < SHARE:
            post.answer_next(TRY_LATER)

    post.before_answer = perhaps


def mend(stripe: DemoStripeHands, post: ReceivingServer) -> None:
    stripe.clear_faults()
    stripe.events_go_normally()
    post.before_answer = lambda: None


def drain(busy: BusyShop) -> None:
    """Until every payment page has ended, and everything that waits had its turn."""
    with suppress(AssertionError):
        # What Stripe repeats later than that, the poller finds.
        busy.stripe.wait_for_webhooks()
    busy.end_workers()
    busy.work(timedelta(minutes=10))
    busy.stripe.advance_clock(60 * 60)
    for minutes in (70, 80, 24 * 60 + 90):
        # A round takes on fifty of each.
        for _ in range(len(busy.crowd.customers) // 50 + 2):
            busy.work(timedelta(minutes=minutes))


def wrong_orders(app: Flask, busy: BusyShop) -> list[str]:
    """Held against what Stripe has and what the customers were told."""
    kept: dict[str, int] = defaultdict(int)
    sessions = busy.kept_by_stripe("checkout.session")
    numbers = {found["id"]: found["client_reference_id"] for found in sessions}
    intents = {found["payment_intent"]: found["client_reference_id"] for found in sessions}
    for charge in busy.kept_by_stripe("charge"):
        if charge["status"] == "succeeded":
            number = intents[charge["payment_intent"]]
            kept[number] += charge["amount"] - charge["amount_refunded"]
    with app.app_context():
        wrong = broken_laws()
        orders = {order.number: order for order in db.session.scalars(select(Order))}
        refunds = Counter(db.session.scalars(select(Refund.state)))
    if refunds.keys() - {"succeeded"}:
        wrong.append(f"refunds: {refunds}")
    for order in orders.values():
        due = 0 if order.state in GIVEN_UP else order.total_cents
        if kept[order.number] != due:
            wrong.append(f"{order.number} {order.state}: {due} due, {kept[order.number]} kept")
    for mailbox, times in Counter(order.email for order in orders.values()).items():
        if times > 1:
            wrong.append(f"{times} orders of {mailbox}")
    for customer in busy.crowd.customers:
        found = orders.get(numbers.get(customer.session, ""))
        if customer.session and not found:
            wrong.append(f"the acknowledged order of {customer.email} is lost")
        if customer.paid and (not found or found.state != "paid"):
            wrong.append(f"{customer.email} has paid: {found and found.state}")
    return wrong


def wrong_mails(app: Flask, busy: BusyShop) -> list[str]:
    arrived = Counter(str(mail["Message-ID"]) for mail in busy.post.received)
    with app.app_context():
        queued = {
            mail.message_id: mail.dedupe_key for mail in db.session.scalars(select(OutboxMail))
        }
    return [
        f"{queued.get(found, found)} left {arrived[found]} times"
        for found in queued.keys() | arrived.keys()
        if arrived[found] != 1 or found not in queued
    ]


@pytest.fixture(autouse=True)
def nobody_waited() -> None:
    PatientVisitor.put_off = 0
