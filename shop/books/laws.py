"""All laws, in the order in which they are told."""

from shop.books import (
    mails,
    numbers,
    orders,
    payments,
    payouts,
    refund_goods,
    refunds,
    sales,
    stock,
)

LAWS = (
    *orders.LAWS,
    *sales.LAWS,
    *payments.LAWS,
    *refunds.LAWS,
    *refund_goods.LAWS,
    *stock.LAWS,
    *payouts.LAWS,
    *mails.LAWS,
    *numbers.LAWS,
)
