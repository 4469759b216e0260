"""Payments of before can be refunded and reconciled like those of today."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from shop.demo.stripe.account import Account
from shop.demo.stripe.history import add_history
from shop.demo.stripe.past_payment import PastPayment, read_payments
from shop.demo.stripe.store import Store
from tests.demo.stripe.connection import connected
from tests.demo.stripe.paying import inside
from tests.make.demo_stripe import RunningDemoStripe

_DAY = 24 * 60 * 60


def payment(number: int, days_ago: int = 30, method: str = "card") -> PastPayment:
    return PastPayment(
        session=f"cs_test_past_{number}",
        intent=f"pi_past_{number}",
        amount=1000 + number,
        created=int(time.time()) - days_ago * _DAY,
        email="ada@example.org",
        reference=f"SK-{number}",
        metadata={"order": f"SK-{number}", "attempt": f"a{number}"},
        method=method,
    )


@pytest.fixture
def store() -> Iterator[Store]:
    found = Store(Path(":memory:"))
    yield found
    found.close()


@pytest.fixture
def account() -> Account:
    return Account("sk_test_x", "whsec_x", webhook_url="http://127.0.0.1:9/")


def test_a_past_payment_is_whole_and_can_be_refunded(server: RunningDemoStripe) -> None:
    past = [payment(1), payment(2, method="sepa_debit"), payment(3, days_ago=0)]
    with inside(server) as (tx, account):
        assert add_history(tx, account, past) == 3
    with connected(server.url, server.secret_key) as client:
        paths = ["payment_intent.latest_charge.balance_transaction", "line_items"]
        session = client.v1.checkout.sessions.retrieve("cs_test_past_2", {"expand": paths})
        assert (session.status, session.payment_status) == ("complete", "paid")
        assert session.client_reference_id == "SK-2" and session.amount_total == 1002
        assert session.metadata is not None and session.metadata["attempt"] == "a2"
        assert isinstance(session.payment_intent, stripe.PaymentIntent)
        assert session.payment_intent.id == "pi_past_2"
        charge = session.payment_intent.latest_charge
        assert isinstance(charge, stripe.Charge) and charge.id.startswith("py_")
        assert isinstance(charge.balance_transaction, stripe.BalanceTransaction)
        assert charge.balance_transaction.created == past[1].created
        newest = client.v1.checkout.sessions.list({"limit": 1}).data
        assert [found.id for found in newest] == ["cs_test_past_3"]
        assert client.v1.refunds.create({"payment_intent": "pi_past_1"}).amount == 1001
        told = {event.type for event in client.v1.events.list().data}
        assert told == {"refund.created", "charge.refunded"}


def test_what_is_older_than_the_last_monday_was_paid_out(server: RunningDemoStripe) -> None:
    past = [payment(number, days_ago=number) for number in range(60)]
    with inside(server) as (tx, account):
        add_history(tx, account, past)
    with connected(server.url, server.secret_key) as client:
        made = client.v1.payouts.list({"limit": 100}).data
        assert len(made) in (8, 9)
        itemised = 0
        for payout in made:
            listed = client.v1.balance_transactions.list({"payout": payout.id})
            lines = [line for line in listed.auto_paging_iter() if line.source != payout.id]
            assert payout.amount == sum(line.net for line in lines)
            assert all(0 < payout.created - line.created <= 7 * _DAY for line in lines)
            assert time.gmtime(payout.created).tm_wday == 0
            itemised += len(lines)
        assert 60 - 7 <= itemised <= 60


def test_the_past_happens_once_and_always_with_the_same_ids(
    store: Store, account: Account, tmp_path: Path
) -> None:
    past = [payment(number, days_ago=number) for number in range(20)]
    other = Store(tmp_path / "other.sqlite")
    ids = []
    for each in (store, other):
        with each.transaction() as tx:
            assert add_history(tx, account, past) == 20
            assert add_history(tx, account, past) == 0
            ids.append([x["id"] for x in tx.find("payout", "1")])
            assert tx.find("event", "1") == []
            assert tx.run("SELECT count(*) FROM deliveries").fetchone()[0] == 0
    assert ids[0] == ids[1] != []
    other.close()


def test_two_years_of_payments_are_added_in_a_moment(store: Store, account: Account) -> None:
    past = [payment(number, days_ago=number) for number in range(700)]
    started = time.monotonic()
    with store.transaction() as tx:
        add_history(tx, account, past)
    assert time.monotonic() - started < 2


def test_a_history_file_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "past.jsonl"
    file.write_text("".join(json.dumps(vars(payment(n))) + "\n" for n in range(3)))
    assert [found.reference for found in read_payments(file)] == ["SK-0", "SK-1", "SK-2"]


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "12"},
        {"amount": 0},
        {"created": True},
        {"method": "cash"},
        {"session": "pi_1"},
        {"intent": "1"},
        {"surplus": 1},
    ],
)
def test_a_line_that_is_no_payment_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "past.jsonl"
    good = vars(payment(1))
    file.write_text(f"{json.dumps(good)}\n{json.dumps({**good, **change})}\n")
    with pytest.raises(ValueError, match="line 2"):
        list(read_payments(file))


@given(st.text(max_size=40))
def test_nonsense_is_refused_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("past") / "past.jsonl"
    file.write_text(text.replace("\n", "").replace("\r", "") + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        list(read_payments(file))
