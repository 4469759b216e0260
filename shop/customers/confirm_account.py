"""A mailbox has answered: an account, and the orders that went to it."""

from sqlalchemy import delete, select

from shop.accounts.add_customer import add_customer
from shop.accounts.add_person import BadEmail
from shop.accounts.confirm_email import confirm_email
from shop.accounts.models import Person
from shop.accounts.passwords import is_right
from shop.accounts.sessions import hash_of
from shop.clock import now
from shop.customers.gather_orders import gather_orders
from shop.customers.models import AccountRequest
from shop.customers.rules import REQUEST_LASTS
from shop.db import db, rows_changed
from shop.errors import Refused
from shop.orders.models import Order


class RequestGone(Refused):
    """The link is too old, was followed before, or never existed."""

    status = 404


class WrongPassword(Refused):
    """Not the one that was chosen when the account was asked for."""

    status = 422


def confirm_account(code: str, password: str) -> Person:
    """A customer with this password, whose orders so far belong to the account.

    Asks for the password again: who typed a stranger's address does not get the link, and who
    gets a link they did not ask for does not know the password. Orders guests place later with
    this address are not taken: by then the mailbox may be somebody else's. Raises `RequestGone`,
    `WrongPassword`. Does not commit.
    """
    found = db.session.execute(
        select(AccountRequest.email, AccountRequest.password, AccountRequest.order_id).where(
            AccountRequest.token_hash == hash_of(code),
            AccountRequest.asked_at > now() - REQUEST_LASTS,
        )
    ).first()
    # Comparing takes a tenth of a second on purpose; nobody shall wait for our transaction.
    db.session.rollback()
    if found is None:
        raise RequestGone
    if not is_right(password, found.password):
        raise WrongPassword
    if not rows_changed(delete(AccountRequest).where(AccountRequest.token_hash == hash_of(code))):
        raise RequestGone
    order = db.session.get_one(Order, found.order_id)
    try:
        customer = add_customer(order.email, password, order.name)
    except BadEmail:
        raise RequestGone from None
    confirm_email(customer)
    rows_changed(delete(AccountRequest).where(AccountRequest.email == found.email))
    gather_orders(customer.id, found.email)
    return customer


def is_open(code: str) -> bool:
    """Whether the link still leads to an account."""
    found = select(AccountRequest.order_id).where(
        AccountRequest.token_hash == hash_of(code),
        AccountRequest.asked_at > now() - REQUEST_LASTS,
    )
    return db.session.scalar(found) is not None
