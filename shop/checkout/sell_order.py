"""A paid order: its goods are sold, its sale is in the books, its customer has the confirmation."""

from datetime import date

from sqlalchemy import select, update

from shop.catalogue.promise import promised_on
from shop.clock import business_date, now
from shop.db import db, rows_changed
from shop.ledger.book_sale import Sale, book_sale
from shop.orders.models import Order
from shop.orders.move import move
from shop.orders.notify import notify
from shop.orders.queries import lines_with_vat
from shop.orders.rules import GIVEN_UP, UNPAID, Note, State
from shop.payment.models import Attempt
from shop.stock.sell import sell


def sell_order(
    order_id: int,
    note: Note | None = None,
    person_id: int | None = None,
    *,
    only_from: frozenset[State] = UNPAID | GIVEN_UP,
) -> None:
    """Sells the order for the payment that came for it: state, stock, ledger and mail.

    Raises `MoveRefused` if the order is in none of the states `only_from`. Does not commit.
    """
    moment = now()
    day = business_date(moment)
    # The promise counts from the payment: a debit may take days.
    promised = promised_on(db.session.get_one(Order, order_id).promise_days, day)
    move(
        order_id,
        State.PAID,
        note,
        person_id,
        only_from=only_from,
        paid_at=moment,
        business_date=day,
        promised_on=promised,
    )
    sell(order_id)
    book_sale(_sales(order_id, day, _take_payment(order_id)))
    notify(order_id, "confirmed")


def _take_payment(order_id: int) -> str:
    """The provider's id of the payment that is now the order's own: each order has one."""
    attempt_id, payment_intent_id = db.session.execute(
        select(Attempt.id, Attempt.payment_intent_id)
        .where(Attempt.order_id == order_id, Attempt.received_cents > 0, Attempt.purpose == "")
        .order_by(Attempt.settled_at)
        .limit(1)
    ).one()
    rows_changed(update(Attempt).where(Attempt.id == attempt_id).values(purpose="sale"))
    return payment_intent_id or ""


def _sales(order_id: int, day: date, payment_intent_id: str) -> list[Sale]:
    channel = db.session.get_one(Order, order_id).delivery
    sales = []
    counted: set[int] = set()
    for line, vat in lines_with_vat(order_id):
        # A set is booked at each of its rates, but its units and its coffee only once: at the
        # lowest rate, which is the coffee's.
        times = 0 if line.id in counted or line.kind == "shipping" else line.quantity
        counted.add(line.id)
        sales.append(
            Sale(
                source=f"sale:{line.id}:{vat.rate_bp}",
                order_id=order_id,
                line_id=line.id,
                stripe_id=payment_intent_id,
                business_date=day,
                channel=channel,
                sku=line.sku,
                product_name=line.product_name,
                variant_name=line.variant_name,
                units=times,
                coffee_grams=times * line.coffee_grams,
                rate_bp=vat.rate_bp,
                gross_cents=vat.gross_cents,
                net_cents=vat.net_cents,
                vat_cents=vat.vat_cents,
            )
        )
    return sales
