"""A history comes to rest, and what Stripe knows is held against what the shop knows."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import func, select

from shop.db import db
from shop.ledger.models import MoneyEntry
from shop.orders.models import Order
from shop.payment.models import Attempt
from shop.payouts.models import BalanceLine, Payout
from shop.refunds.models import Refund
from tests.faults.history_shop import HistoryShop
from tests.faults.history_work import compare, deliver, work

#: Past every deadline: of pages, of tries to refund, of the next look at a debit.
_LONG = timedelta(days=2)
_AT_STRIPE = ("payment", "payment_lost", "refund", "refund_failed", "dispute")


def come_to_rest(shop: HistoryShop, *, compares: bool = True) -> list[str]:
    """Whatever can still arrive arrives, every deadline passes; what is left undone or untrue.

    Where nothing was lost on its way, webhooks and worker are enough, and nobody compares.
    """
    shop.stripe.faults.clear()
    deliver(shop)
    shop.pass_time(_LONG)
    work(shop)
    if not compares:
        deliver(shop)
        work(shop)
        deliver(shop)
        return _undone(shop) + _other_than_at_stripe(shop) + _not_taken(shop)
    # What a refund of ours was in the way of is right the next time.
    wrong = compare(shop) and compare(shop)
    deliver(shop)
    return wrong + _undone(shop) + _other_than_at_stripe(shop) + _unknown(shop)


def _not_taken(shop: HistoryShop) -> list[str]:
    return [f"{event_id} is refused again and again" for event_id in shop.stripe.waiting()]


def _undone(shop: HistoryShop) -> list[str]:
    with shop.at_work():
        attempts = db.session.execute(
            select(Attempt.id, Attempt.state, Attempt.session_id).where(
                Attempt.state.in_(("open", "pending"))
            )
        ).all()
        refunds = db.session.scalars(select(Refund.id).where(Refund.state == "requested")).all()
    pending = {page["id"] for page in shop.stripe.all("checkout.session") if _is_pending(page)}
    return [
        f"attempt {number} is still {state}"
        for number, state, session_id in attempts
        if session_id not in pending
    ] + [f"refund {number} was never sent" for number in refunds]


def _is_pending(page: dict[str, object]) -> bool:
    return page["status"] == "complete" and page["payment_status"] == "unpaid"


def _other_than_at_stripe(shop: HistoryShop) -> list[str]:
    at_stripe = _cents_at_stripe(shop)
    with shop.at_work():
        rows = db.session.execute(
            select(Order.number, func.sum(MoneyEntry.amount_cents))
            .join(MoneyEntry, MoneyEntry.order_id == Order.id)
            .where(MoneyEntry.kind.in_(_AT_STRIPE))
            .group_by(Order.number)
        ).all()
    booked = {number: int(cents) for number, cents in rows}
    return [
        f"{number}: {at_stripe.get(number, 0)} cents at Stripe, {booked.get(number, 0)} booked"
        for number in sorted(at_stripe.keys() | booked.keys())
        if at_stripe.get(number, 0) != booked.get(number, 0)
    ]


def _cents_at_stripe(shop: HistoryShop) -> dict[str, int]:
    """Order number → what Stripe's balance still has of its payments, fees aside."""
    moved: dict[str, int] = defaultdict(int)
    for line in shop.stripe.all("balance_transaction"):
        moved[line["source"]] += line["amount"]
    of_charge: dict[str, int] = defaultdict(int)
    for charge in shop.stripe.all("charge"):
        of_charge[charge["payment_intent"]] += moved[charge["id"]]
    for kind in ("refund", "dispute"):
        for one in shop.stripe.all(kind):
            of_charge[one["payment_intent"]] += moved[one["id"]]
    found: dict[str, int] = defaultdict(int)
    for page in shop.stripe.all("checkout.session"):
        found[page["client_reference_id"]] += of_charge[page["payment_intent"]]
    return found


def _unknown(shop: HistoryShop) -> list[str]:
    """Payouts and lines of the balance that the shop has not got."""
    with shop.at_work():
        itemised = select(Payout.id).where(Payout.itemised_at.is_not(None))
        payouts = set(db.session.scalars(itemised))
        lines = set(db.session.scalars(select(BalanceLine.id)))
    wanted = {"payout": payouts, "balance_transaction": lines}
    return [
        f"{thing['id']} is not known"
        for kind, known in wanted.items()
        for thing in shop.stripe.all(kind)
        if thing["id"] not in known
    ]
