"""Payouts: what is available in the balance goes to the bank."""

from shop.demo.stripe import balance, events
from shop.demo.stripe.account import Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.store import Document, Transaction

KIND = "payout"
_NOT_PAID_OUT = "kind = 'balance_transaction' AND json_extract(private, '$.payout') IS NULL"


def run(tx: Transaction, account: Account, *, fails: bool = False) -> Document | None:
    """Pays out all that has no payout yet; None if that is nothing or less.

    A payout that fails is returned to the balance and is paid out with the next one.
    """
    balance.appear_overdue(tx, account)
    net = "coalesce(sum(json_extract(body, '$.net')), 0)"
    total = int(tx.run(f"SELECT {net} FROM objects WHERE {_NOT_PAID_OUT}").fetchone()[0])
    if total <= 0:
        return None
    payout = payout_document(account.clock.now(), total)
    marked = f"UPDATE objects SET private = json_set(private, '$.payout', ?) WHERE {_NOT_PAID_OUT}"
    tx.run(marked, (payout["id"],))
    _send(tx, account, payout)
    if fails:
        _fail(tx, account, payout)
    else:
        _move(tx, account, payout, "paid", status="paid")
    _move(tx, account, payout, "reconciliation_completed", reconciliation_status="completed")
    return payout


def _send(tx: Transaction, account: Account, payout: Document) -> None:
    made = balance.book(
        tx,
        account,
        "payout",
        -payout["amount"],
        payout["id"],
        description="STRIPE PAYOUT",
        payout=payout["id"],
    )
    payout["balance_transaction"] = made["id"]
    tx.add(payout)
    events.record(tx, account, "payout.created", payout)


def _fail(tx: Transaction, account: Account, payout: Document) -> None:
    text = "REVERSED STRIPE PAYOUT"
    amount = payout["amount"]
    made = balance.book(tx, account, "payout_failure", amount, payout["id"], description=text)
    _move(
        tx,
        account,
        payout,
        "failed",
        status="failed",
        failure_balance_transaction=made["id"],
        failure_code="account_closed",
        failure_message="The bank account has been closed.",
    )


def _move(tx: Transaction, account: Account, payout: Document, event: str, **changes: str) -> None:
    payout.update(changes)
    tx.save(payout)
    events.record(tx, account, f"payout.{event}", payout)


def payout_document(now: int, amount: int) -> Document:
    """An automatic payout on its way to the bank."""
    return {
        **dict.fromkeys(_NULLS),
        "id": new_id("po_"),
        "object": "payout",
        "amount": amount,
        "arrival_date": now,
        "automatic": True,
        "created": now,
        "currency": "eur",
        "description": "STRIPE PAYOUT",
        "destination": "ba_1DemoBankkonto00000000001",
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "reconciliation_status": "in_progress",
        "source_type": "card",
        "status": "in_transit",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
    }


_NULLS = (
    "application_fee",
    "application_fee_amount",
    "balance_transaction",
    "failure_balance_transaction",
    "failure_code",
    "failure_message",
    "original_payout",
    "payout_method",
    "reversed_by",
    "statement_descriptor",
)
