"""Make an order findable by its customer's name and mail address."""

from shop.db import insert_missing
from shop.orders.models import Order, OrderWord
from shop.orders.words import order_words


def index_order(order: Order) -> None:
    """One statement, however many words; those already there stay. Does not commit."""
    words = order_words((order.name, order.billing_name), order.email)
    if words:
        insert_missing(OrderWord, [{"order_id": order.id, "word": word} for word in sorted(words)])
