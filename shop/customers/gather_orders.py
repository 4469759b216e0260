"""The orders of a mailbox belong to an account."""

from sqlalchemy import func, select, update

from shop.accounts.save_address import save_address
from shop.db import db, rows_changed
from shop.orders.models import Order


def gather_orders(customer_id: int, email: str) -> None:
    """Guests' orders placed with it so far, whatever its case; the checkout begins with the address
    of the newest that was shipped. Only of a mailbox that has just answered. Does not commit."""
    address = email.lower()
    rows_changed(
        update(Order)
        .where(func.lower(Order.email) == address, Order.customer_id.is_(None))
        .values(customer_id=customer_id)
    )
    newest = db.session.scalar(
        select(Order)
        .where(Order.customer_id == customer_id, Order.delivery == "shipping", Order.street != "")
        .order_by(Order.id.desc())
        .limit(1)
    )
    if newest is None:
        return
    save_address(
        customer_id,
        {
            "kind": "delivery",
            "name": newest.name,
            "extra": newest.extra,
            "phone": newest.phone,
            "street": newest.street,
            "postcode": newest.postcode,
            "city": newest.city,
            "country": "DE",
        },
    )
