"""Forget what a customer typed at the checkout, once it became an order."""

from sqlalchemy import delete

from shop.checkout.models import Draft
from shop.db import rows_changed


def forget_draft(key: str) -> None:
    """The order has it all now. Does not commit."""
    rows_changed(delete(Draft).where(Draft.key == key))
