"""Payouts: what is available in the balance goes to the bank."""

from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Document, Transaction


def run(tx: Transaction, account: Account, *, fails: bool = False) -> Document | None:
    """Pays out all that has no payout yet; None if that is nothing."""
    raise NotImplementedError
