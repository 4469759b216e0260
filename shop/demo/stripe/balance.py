"""The balance: one transaction for each movement of money, its fee taken off."""

from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Document, Transaction


def appear_overdue(tx: Transaction, account: Account) -> bool:
    """Gives paid charges their balance transaction once its time has come; True if any."""
    raise NotImplementedError


def take_fee(tx: Transaction, account: Account, cents: int, description: str) -> Document:
    """A fee that belongs to no payment (type stripe_fee)."""
    raise NotImplementedError


def adjust(tx: Transaction, account: Account, cents: int, description: str) -> Document:
    """A correction by Stripe that belongs to no payment; signed (type adjustment)."""
    raise NotImplementedError
