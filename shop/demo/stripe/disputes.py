"""Disputes: the customer's bank takes the money back and may return it."""

from typing import Literal

from shop.demo.stripe import balance, events, reviews, warnings
from shop.demo.stripe.account import Account
from shop.demo.stripe.balance_documents import fee_detail
from shop.demo.stripe.dispute_documents import REASONS, dispute_document
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.limits import between
from shop.demo.stripe.paid_charge import paid_charge
from shop.demo.stripe.store import Document, Transaction

KIND = "dispute"
_FEE_CENTS = 2000


def open_dispute(
    tx: Transaction,
    account: Account,
    paid_by: str,
    reason: str = "fraudulent",
    amount: int | None = None,
) -> Document:
    """`paid_by` is a charge or a payment intent; the whole charge by default.

    The amount and a fee leave the balance at once, as Stripe does it.
    """
    charge = paid_charge(tx, paid_by)
    if charge["disputed"]:
        raise ApiError(f"Charge {charge['id']} is disputed already.", param="charge")
    if reason not in REASONS:
        raise ApiError(f"Invalid reason: must be one of {', '.join(REASONS)}", param="reason")
    wanted = charge["amount"] if amount is None else amount
    between(wanted, 1, charge["amount"], "amount")
    dispute = dispute_document(account, charge, wanted, reason)
    fees = [fee_detail(_FEE_CENTS, "Dispute fee")]
    _book(tx, account, dispute, -wanted, "Chargeback withdrawal", "dispute", fees)
    tx.add(dispute)
    charge["disputed"] = True
    tx.save(charge)
    events.record(tx, account, "charge.dispute.created", dispute)
    events.record(tx, account, "charge.dispute.funds_withdrawn", dispute)
    warnings.calm_down(tx, account, charge)
    reviews.close_of_charge(tx, account, charge, "disputed")
    return dispute


def close(
    tx: Transaction, account: Account, dispute_id: str, outcome: Literal["won", "lost"]
) -> Document:
    """Refuses (ApiError) a dispute that is closed.

    Who wins has sent evidence before: the dispute is updated first. The fee stays lost.
    """
    dispute = tx.get(KIND, dispute_id, param="dispute")
    if dispute["status"] not in ("needs_response", "under_review"):
        raise ApiError(f"Dispute {dispute_id} is {dispute['status']} already.", param="dispute")
    if outcome == "won":
        _send_evidence(tx, account, dispute)
        amount = dispute["amount"]
        _book(tx, account, dispute, amount, "Chargeback reversal", "dispute_reversal", [])
    dispute.update(status=outcome, is_charge_refundable=outcome == "won")
    tx.save(dispute)
    events.record(tx, account, "charge.dispute.closed", dispute)
    if outcome == "won":
        events.record(tx, account, "charge.dispute.funds_reinstated", dispute)
    return dispute


def _send_evidence(tx: Transaction, account: Account, dispute: Document) -> None:
    dispute["status"] = "under_review"
    dispute["evidence"]["uncategorized_text"] = "Sendungsnachweis"
    dispute["evidence_details"].update(
        has_evidence=True, submission_count=1, submission_method="manual"
    )
    tx.save(dispute)
    before = {"status": "needs_response"}
    events.record(tx, account, "charge.dispute.updated", dispute, before=before)


def _book(
    tx: Transaction,
    account: Account,
    dispute: Document,
    amount: int,
    text: str,
    category: str,
    fees: list[Document],
) -> None:
    made = balance.book(
        tx,
        account,
        "adjustment",
        amount,
        dispute["id"],
        fees=fees,
        category=category,
        description=f"{text} for {dispute['charge']}",
    )
    dispute["balance_transactions"].append(made)
