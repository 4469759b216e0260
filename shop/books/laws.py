"""All laws, in the order in which they are told."""

from shop.books import mails, numbers, orders, payments, payouts, refunds, sales, stock

LAWS = (
    *orders.LAWS,
    *sales.LAWS,
    *payments.LAWS,
    *refunds.LAWS,
    *stock.LAWS,
    *payouts.LAWS,
    *mails.LAWS,
    *numbers.LAWS,
)
