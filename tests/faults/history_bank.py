"""What banks, Stripe and its Dashboard do in a history, behind the shop's back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

from sqlalchemy import select

from shop.db import db
from shop.demo.stripe import disputes, payments, payouts, refunds, reviews, warnings
from shop.demo.stripe.account import Account
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.store import Document, Transaction
from shop.payment.models import Attempt
from tests.faults.history_customer import pages_of
from tests.faults.history_shop import HistoryShop
from tests.make.orders import MadeOrder


def answer_debit(shop: HistoryShop, order: MadeOrder, *, succeeds: bool) -> None:
    for page in pages_of(shop, order):
        with _change(shop) as (tx, account):
            payments.settle_debit(tx, account, page["id"], succeeds=succeeds)


def take_debit_back(shop: HistoryShop, order: MadeOrder) -> None:
    """But not one that was refunded in the Dashboard before the shop had heard of it at all.

    Should that refund fail even later, Stripe holds cents of a payment the shop never had.
    """
    with shop.at_work():
        heard = db.session.scalars(
            select(Attempt.payment_intent_id).where(Attempt.received_cents > 0)
        ).all()
    left_out = {refund["payment_intent"] for refund in shop.stripe.all("refund")} - set(heard)

    def happens(tx: Transaction, account: Account, page: Document) -> None:
        if page["payment_intent"] not in left_out:
            payments.lose(tx, account, page["id"])

    _with_payment(shop, order, happens)


def charge_twice(shop: HistoryShop, order: MadeOrder) -> None:
    """A second, paid page for one order."""
    for page in pages_of(shop, order)[:1]:
        with _change(shop) as (tx, account):
            payments.session_again(tx, account, page["id"])


def refund_in_dashboard(shop: HistoryShop, order: MadeOrder, cents: int | None) -> None:
    _with_payment(
        shop,
        order,
        lambda tx, account, page: refunds.create_in_dashboard(
            tx, account, page["payment_intent"], cents
        ),
    )


def end_refunds(shop: HistoryShop, status: refunds.End) -> None:
    """The banks answer to every refund to which they still can."""
    for refund in shop.stripe.all("refund"):
        with _change(shop) as (tx, account):
            refunds.end(tx, account, refund["id"], status)


def object_to(
    shop: HistoryShop, order: MadeOrder, how: Literal["dispute", "warning", "review"]
) -> None:
    verbs: dict[str, Callable[[Transaction, Account, str], object]] = {
        "dispute": disputes.open_dispute,
        "warning": warnings.early_fraud_warning,
        "review": reviews.open_review,
    }
    _with_payment(
        shop, order, lambda tx, account, page: verbs[how](tx, account, page["payment_intent"])
    )


def decide_objections(shop: HistoryShop, *, in_our_favour: bool) -> None:
    outcome: Literal["won", "lost"] = "won" if in_our_favour else "lost"
    for dispute in shop.stripe.all("dispute"):
        with _change(shop) as (tx, account):
            disputes.close(tx, account, dispute["id"], outcome)
    for review in shop.stripe.all("review"):
        with _change(shop) as (tx, account):
            reviews.close(tx, account, review["id"])


def pay_out(shop: HistoryShop, *, fails: bool) -> None:
    with _change(shop) as (tx, account):
        payouts.run(tx, account, fails=fails)


def _with_payment(
    shop: HistoryShop,
    order: MadeOrder,
    happens: Callable[[Transaction, Account, Document], object],
) -> None:
    """To every payment of the order to which it can."""
    for page in pages_of(shop, order):
        if page["payment_intent"] is not None:
            with _change(shop) as (tx, account):
                happens(tx, account, page)


@contextmanager
def _change(shop: HistoryShop) -> Iterator[tuple[Transaction, Account]]:
    """One change at Stripe, or none where Stripe refuses it."""
    with shop.outside(), suppress(ApiError), shop.stripe.store.transaction() as tx:
        yield tx, shop.stripe.account
