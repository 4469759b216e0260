"""Payouts: everything in the balance once, to the cent."""

from pathlib import Path

import stripe
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.demo.stripe import balance, disputes, payouts
from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Document, Store
from tests.demo.stripe.paying import event_types, inside, paid
from tests.make.demo_stripe import RunningDemoStripe


def run(server: RunningDemoStripe, *, fails: bool = False) -> Document | None:
    with inside(server) as (tx, account):
        return payouts.run(tx, account, fails=fails)


def items(client: stripe.StripeClient, payout_id: str) -> list[stripe.BalanceTransaction]:
    """Without the payout's own entry."""
    listed = client.v1.balance_transactions.list({"payout": payout_id, "limit": 2})
    found = list(listed.auto_paging_iter())
    own = [line for line in found if line.source == payout_id]
    assert [line.type for line in own] == ["payout"]
    return [line for line in found if line not in own]


def test_a_payout_is_the_sum_of_what_it_itemises(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    first, second = paid(client, server), paid(client, server, "sepa_debit")
    client.v1.refunds.create({"payment_intent": second.id, "amount": 500})
    made = run(server)
    assert made is not None
    payout = client.v1.payouts.retrieve(made["id"])
    assert (payout.status, payout.automatic) == ("paid", True)
    assert payout.reconciliation_status == "completed"
    found = items(client, payout.id)
    assert payout.amount == sum(line.net for line in found) == 2 * 2211 - 500
    sources = {line.source for line in found}
    assert {first.latest_charge, second.latest_charge} < sources and len(sources) == 3
    own = client.v1.balance_transactions.retrieve(str(payout.balance_transaction))
    assert (own.type, own.net, own.source) == ("payout", -payout.amount, payout.id)
    kinds = ["payout.created", "payout.paid", "payout.reconciliation_completed"]
    assert event_types(client, "payout.*") == kinds


def test_what_was_paid_out_is_not_paid_out_again(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    assert run(server) is None
    paid(client, server)
    assert run(server) is not None
    assert run(server) is None
    paid(client, server)
    again = run(server)
    assert again is not None and again["amount"] == 2211
    assert len(items(client, again["id"])) == 1


def test_a_balance_below_zero_waits(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        disputes.open_dispute(tx, account, intent.id)
    assert run(server) is None
    paid(client, server)
    made = run(server)
    assert made is not None and made["amount"] == 2 * 2211 - 2270 - 2000


def test_a_payout_that_fails_comes_back_and_goes_out_with_the_next(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    paid(client, server)
    failed = run(server, fails=True)
    assert failed is not None
    payout = client.v1.payouts.retrieve(failed["id"])
    assert (payout.status, payout.failure_code) == ("failed", "account_closed")
    back = client.v1.balance_transactions.retrieve(str(payout.failure_balance_transaction))
    assert (back.type, back.reporting_category) == ("payout_failure", "payout_reversal")
    assert "payout.failed" in event_types(client) and "payout.paid" not in event_types(client)
    again = run(server)
    assert again is not None and again["amount"] == payout.amount
    assert [line.id for line in items(client, again["id"])] == [back.id]


@settings(max_examples=30)
@given(st.lists(st.one_of(st.none(), st.integers(-5_000, 10_000)), max_size=12))
def test_all_payouts_and_the_rest_are_what_came_in(steps: list[int | None]) -> None:
    """None is a payout run; a number is a movement."""
    account = Account("sk_test_x", "whsec_x")
    store = Store(Path(":memory:"))
    paid_out = 0
    with store.transaction() as tx:
        for step in steps:
            if step is not None:
                balance.adjust(tx, account, step, "Korrektur")
            elif (made := payouts.run(tx, account)) is not None:
                assert made["amount"] > 0
                paid_out += made["amount"]
        left = sum(line["net"] for line in tx.find("balance_transaction", "1"))
    assert paid_out + left == sum(step for step in steps if step is not None)
    store.close()
