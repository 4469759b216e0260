"""Receive a declaration of withdrawal, once."""

import secrets

from sqlalchemy import func, select

from shop.clock import now
from shop.db import db
from shop.orders.models import Order
from shop.orders.move import add_event
from shop.orders.rules import Note, State
from shop.returns.acknowledge import acknowledge
from shop.returns.allow_mail import allow_mail
from shop.returns.models import Withdrawal
from shop.returns.rules import Declaration, order_numbers

#: Without signs that look alike when read out.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def withdraw(key: str, declaration: Declaration) -> Withdrawal:
    """The declaration is stored word by word and its acknowledgement queued (§ 356a (4) BGB).

    Never refuses, whatever it refers to. If the number and the e-mail of an order are in it, the
    order's history says so; its state stays. A second one with the same key is an `IntegrityError`.
    Does not commit.
    """
    order = _order_meant(declaration)
    withdrawal = Withdrawal(
        key=key,
        token=secrets.token_urlsafe(24),
        number="W-" + "".join(secrets.choice(_SIGNS) for _ in range(8)),
        name=declaration.name,
        contract=declaration.contract,
        goods=declaration.goods,
        email=declaration.email,
        received_at=now(),
        order_id=order.id if order else None,
        mail_queued=allow_mail(declaration.email),
    )
    if order and not _is_noted(order.id):
        # Staff see the words in the list of withdrawals; the history names no customer.
        note = Note.WITHDRAWAL_RECEIVED
        add_event(order.id, State(order.state), note, from_state=order.state)
    db.session.add(withdrawal)
    db.session.flush()
    if withdrawal.mail_queued:
        acknowledge(withdrawal)
    return withdrawal


def _order_meant(declaration: Declaration) -> Order | None:
    """The first order that is named; the others are in the words themselves."""
    return db.session.scalars(
        select(Order)
        .where(
            Order.number.in_(order_numbers(declaration.contract)),
            func.lower(Order.email) == declaration.email.lower(),
        )
        .order_by(Order.id)
        .limit(1)
    ).first()


def _is_noted(order_id: int) -> bool:
    found = select(Withdrawal.id).where(Withdrawal.order_id == order_id).limit(1)
    return db.session.scalar(found) is not None
