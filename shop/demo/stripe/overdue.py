"""What happens by itself once its time has come; asked lazily, before anybody looks."""

from shop.demo.stripe import balance, refunds, sessions
from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Transaction


def catch_up(tx: Transaction, account: Account) -> bool:
    """Expires sessions, lets balance transactions appear, ends refunds; True if there was any."""
    found = [
        sessions.expire_overdue(tx, account),
        balance.appear_overdue(tx, account),
        refunds.fail_overdue(tx, account),
    ]
    return any(found)
