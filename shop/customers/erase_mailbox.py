"""Somebody who ordered as a guest wants to be forgotten."""

from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.customers.delete_account import delete_account, forget_mailbox
from shop.customers.forget_orders import forget_orders
from shop.customers.queries import order_ids_of
from shop.db import db


def erase_mailbox(email: str) -> int:
    """All orders of the mailbox forget what they may, and its account goes if there is one; how
    many orders there were. Whoever asks must have been found to be that person. Does not commit.

    Raises `WorksHere`.
    """
    address = email.strip().lower()
    person = db.session.scalar(select(Person).where(func.lower(Person.email) == address))
    orders = order_ids_of(person.id if person else None, address)
    if person is not None:
        delete_account(person)
    else:
        forget_mailbox(address)
    forget_orders(orders)
    return len(orders)
