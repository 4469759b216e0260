"""A paid order: its goods are sold, its sale is in the books, its customer has the confirmation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from shop.catalogue.promise import promised_on
from shop.clock import business_date, now
from shop.db import execute
from shop.ledger.book_sale import Sale, book_sale
from shop.orders.models import Line, LineVat, Order
from shop.orders.move import move
from shop.orders.notify import notify
from shop.orders.rules import GIVEN_UP, UNPAID, Note, State
from shop.payment.models import Attempt
from shop.premium.owe import owe
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
    parts = execute(_PARTS, {"order_id": order_id}).all()
    promised = promised_on(parts[0].promise_days, day)
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
    book_sale(_sales(order_id, day, parts, _take_payment(order_id)))
    owe(order_id)
    notify(order_id, "confirmed")
    # Last: whoever else wants these bags waits from here to the commit, and no longer.
    sell(order_id)


def _take_payment(order_id: int) -> str:
    """The provider's id of the payment that is now the order's own: each order has one."""
    return execute(_TAKE_PAYMENT, {"paid_for": order_id}).scalar_one() or ""


def _sales(
    order_id: int, day: date, parts: Sequence[Row[*tuple[Any, ...]]], payment_intent_id: str
) -> list[Sale]:
    sales = []
    counted: set[int] = set()
    for part in parts:
        # A set is booked at each of its rates, but its units and its coffee only once: at the
        # lowest rate, which is the coffee's.
        times = 0 if part.id in counted or part.kind == "shipping" else part.quantity
        counted.add(part.id)
        sales.append(
            Sale(
                source=f"sale:{part.id}:{part.rate_bp}",
                order_id=order_id,
                line_id=part.id,
                stripe_id=payment_intent_id,
                business_date=day,
                channel=part.delivery,
                sku=part.sku,
                product_name=part.product_name,
                variant_name=part.variant_name,
                units=times,
                coffee_grams=times * part.coffee_grams,
                rate_bp=part.rate_bp,
                gross_cents=part.gross_cents,
                net_cents=part.net_cents,
                vat_cents=part.vat_cents,
            )
        )
    return sales


#: Each line beside each of its VAT parts, in the order of the order, lowest rate first.
_PARTS = (
    select(
        Order.promise_days,
        Order.delivery,
        Line.id,
        Line.kind,
        Line.sku,
        Line.product_name,
        Line.variant_name,
        Line.quantity,
        Line.coffee_grams,
        LineVat.rate_bp,
        LineVat.gross_cents,
        LineVat.net_cents,
        LineVat.vat_cents,
    )
    .join(Line, Line.order_id == Order.id)
    .join(LineVat, LineVat.line_id == Line.id)
    .where(Order.id == bindparam("order_id"))
    .order_by(Line.position, LineVat.rate_bp)
)

_TAKE_PAYMENT = (
    update(Attempt)
    .where(
        Attempt.id
        == select(Attempt.id)
        .where(
            Attempt.order_id == bindparam("paid_for"),
            # What was ordered, in full and still there: staff may decide late.
            Attempt.state == "paid",
            Attempt.purpose == "",
            Attempt.refunded_cents == 0,
            Attempt.disputed_cents == 0,
        )
        .order_by(Attempt.settled_at)
        .limit(1)
        .scalar_subquery()
    )
    .values(purpose="sale")
    .returning(Attempt.payment_intent_id)
)
