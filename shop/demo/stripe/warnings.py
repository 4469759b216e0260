"""Early fraud warnings: the card's issuer suspects fraud before any dispute."""

from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Document, Transaction


def early_fraud_warning(tx: Transaction, account: Account, intent_id: str) -> Document:
    raise NotImplementedError
