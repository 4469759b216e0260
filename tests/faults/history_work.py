"""How the shop hears of what happened: webhooks, worker rounds, reconciliation."""

from shop.clock import stopped_at
from shop.demo.stripe import event_queue
from shop.reconcile.queries import not_compared_since
from shop.reconcile.reconcile import reconcile
from shop.reconcile.reconcile_daily import reconcile_daily
from shop.worker import JOBS, send_mails
from tests.faults.history_call import call
from tests.faults.history_shop import HistoryShop

_PATH = "/stripe/ereignisse"


def deliver(
    shop: HistoryShop,
    order: event_queue.Order = "oldest",
    *,
    seed: int = 0,
    most: int | None = None,
    copies: int = 1,
) -> None:
    """Events that wait arrive, each so many times; what the shop refuses waits on."""
    with shop.outside():
        waiting = shop.stripe.waiting(order, seed)[:most]
    for event_id in waiting:
        for _ in range(copies):
            _post(shop, event_id)


def deliver_again(shop: HistoryShop, number: int) -> None:
    """Any event there ever was, however old its news."""
    events = shop.stripe.all("event")
    if events:
        _post(shop, events[number % len(events)]["id"])


def lose_events(shop: HistoryShop, *, unnoticed: bool) -> None:
    """Those that wait never arrive; unnoticed: nor does Stripe know that they did not."""
    for event_id in shop.stripe.waiting():
        shop.stripe.lose(event_id, unnoticed=unnoticed)


def work(shop: HistoryShop) -> None:
    """A round of the worker, but for the mails."""
    for job, _ in JOBS:
        if job not in (send_mails, reconcile_daily):
            with shop.at_work():
                job()


def compare(shop: HistoryShop) -> list[str]:
    """A reconciliation; what it calls wrong, or could not do."""
    with shop.at_work():
        return [
            sentence
            for outcome in reconcile(not_compared_since())
            for sentence in [*outcome.found.wrong, *filter(None, [outcome.failure])]
        ]


def _post(shop: HistoryShop, event_id: str) -> None:
    payload, signature = shop.stripe.letter(event_id)
    headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
    with stopped_at(shop.now):
        status, _, content = call(shop.app, "POST", _PATH, headers, payload)
    # 503: Stripe failed, or something else has to come first; it is sent again.
    assert status in (200, 503), (status, content)
    if status == 200:
        shop.stripe.taken(event_id)
