"""A signed-in customer wants an order they placed as a guest."""

from sqlalchemy import func, update

from shop.accounts.models import Person
from shop.db import rows_changed
from shop.errors import Refused
from shop.orders.models import Order


class NotYours(Refused):
    """It went to another mailbox, or belongs to an account."""


def take_order(order_id: int, customer: Person) -> None:
    """The order belongs to their account. Only behind its secret address. Does not commit.

    Only of the mailbox the account has proven: a link that was passed on gives nothing away.
    Raises `NotYours`.
    """
    met = rows_changed(
        update(Order)
        .where(
            Order.id == order_id,
            Order.customer_id.is_(None),
            func.lower(Order.email) == customer.email,
        )
        .values(customer_id=customer.id)
    )
    if not met:
        raise NotYours
