"""The balance: one transaction for each movement of money, its fee taken off."""

from shop.demo.stripe import events
from shop.demo.stripe.account import Account
from shop.demo.stripe.balance_documents import fee_detail, transaction_document
from shop.demo.stripe.store import Document, Transaction

KIND = "balance_transaction"


def appear_overdue(tx: Transaction, account: Account) -> bool:
    """Gives paid charges their balance transaction once its time has come; True if any."""
    latest = account.clock.now() - account.balance_delay_seconds
    charges = tx.find("charge", "json_extract(private, '$.since') <= ?", (latest,))
    for charge in charges:
        appear(tx, account, charge)
    return bool(charges)


def appear(tx: Transaction, account: Account, charge: Document) -> None:
    """The charge gets its balance transaction, unless it has one."""
    if charge["balance_transaction"] is not None:
        return
    made = charge_line(account, charge)
    tx.add(made)
    charge["balance_transaction"] = made["id"]
    tx.save(charge)
    tx.keep(charge["id"], {})
    events.record(tx, account, "charge.updated", charge, before={"balance_transaction": None})


def charge_line(account: Account, charge: Document) -> Document:
    """The balance transaction of a payment, less the account's fee; not yet added."""
    kind = "charge" if is_card(charge) else "payment"
    cents = (charge["amount"] * account.fee_bp + 5_000) // 10_000 + account.fee_cents
    fees = [fee_detail(cents, "Stripe processing fees")]
    return transaction_document(account.clock.now(), kind, charge["amount"], charge["id"], fees)


def take_back(tx: Transaction, account: Account, charge: Document) -> None:
    """What is left of a payment goes back to the customer's bank; the fee is lost."""
    appear(tx, account, charge)
    left = charge["amount"] - charge["amount_refunded"]
    made = book(tx, account, "payment_failure_refund", -left, charge["id"])
    charge["failure_balance_transaction"] = made["id"]
    tx.save(charge)


def take_fee(tx: Transaction, account: Account, cents: int, description: str) -> Document:
    """A fee that belongs to no payment (type stripe_fee)."""
    return book(tx, account, "stripe_fee", -cents, None, description=description)


def adjust(tx: Transaction, account: Account, cents: int, description: str) -> Document:
    """A correction by Stripe that belongs to no payment; signed (type adjustment)."""
    return book(tx, account, "adjustment", cents, None, description=description)


def book(
    tx: Transaction,
    account: Account,
    kind: str,
    amount: int,
    source: str | None,
    *,
    fees: list[Document] | None = None,
    category: str | None = None,
    description: str | None = None,
    payout: str | None = None,
) -> Document:
    """Writes one balance transaction; `payout` marks it as paid out."""
    made = transaction_document(account.clock.now(), kind, amount, source, fees or [])
    made["description"] = description
    if category is not None:
        made["reporting_category"] = category
    tx.add(made, {} if payout is None else {"payout": payout})
    return made


def is_card(charge: Document) -> bool:
    return bool(charge["payment_method_details"]["type"] == "card")
