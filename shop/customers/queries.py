"""A customer's own orders; nobody else's are ever found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, union_all

from shop.accounts.models import Person
from shop.db import db
from shop.orders.models import Line, Order

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """One row of the list; cents."""

    number: str
    #: Of the order page.
    token: str
    placed_at: datetime
    state: str
    delivery: str
    total_cents: int
    #: „2 × Hausmischung, 250 g, ganze Bohne“
    goods: tuple[str, ...]


def orders_of(
    person_id: int, after: int | None = None, most: int = PER_PAGE
) -> tuple[list[OwnOrder], int | None]:
    """One page, newest first, and what the next one begins after; None on the last.

    Two queries.
    """
    statement = (
        select(
            Order.id,
            Order.number,
            Order.token,
            Order.placed_at,
            Order.state,
            Order.delivery,
            Order.total_cents,
        )
        .where(Order.customer_id == person_id)
        .order_by(Order.id.desc())
        .limit(most + 1)
    )
    if after is not None:
        statement = statement.where(Order.id < after)
    rows = db.session.execute(statement).all()
    shown = rows[:most]
    goods = _goods([row.id for row in shown])
    found = [_own(row, goods.get(row.id, ())) for row in shown]
    return found, shown[-1].id if len(rows) > most else None


def count_orders(person_id: int) -> int:
    counted = select(func.count()).where(Order.customer_id == person_id)
    return db.session.scalar(counted) or 0


def order_ids_of(person_id: int | None, email: str) -> list[int]:
    """Orders of the account, and guests' orders that went to the mailbox."""
    of_account = select(Order.id).where(Order.customer_id == person_id)
    of_mailbox = select(Order.id).where(
        func.lower(Order.email) == email, Order.customer_id.is_(None)
    )
    # Each by its own index: „or“ would read all guests' orders.
    found = of_mailbox if person_id is None else union_all(of_account, of_mailbox)
    return sorted(db.session.scalars(found))


def orders_known_as(person: Person) -> list[int]:
    """Orders of the account, and those that guests sent to its mailbox before it answered.

    Later ones may be somebody else's: mailboxes change hands, and people mistype theirs.
    """
    of_account = select(Order.id).where(Order.customer_id == person.id)
    if person.confirmed_at is None:
        return sorted(db.session.scalars(of_account))
    before = select(Order.id).where(
        func.lower(Order.email) == person.email,
        Order.customer_id.is_(None),
        Order.placed_at <= person.confirmed_at,
    )
    return sorted(db.session.scalars(union_all(of_account, before)))


def _own(row: Row[*tuple[Any, ...]], goods: tuple[str, ...]) -> OwnOrder:
    return OwnOrder(
        row.number, row.token, row.placed_at, row.state, row.delivery, row.total_cents, goods
    )


def _goods(order_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(Line.order_id, Line.quantity, Line.product_name, Line.variant_name)
        .where(Line.order_id.in_(order_ids), Line.kind == "goods")
        .order_by(Line.order_id, Line.position)
    )
    found: dict[int, tuple[str, ...]] = {}
    for order_id, quantity, product, variant in rows:
        name = f"{quantity} × {product}, {variant}" if variant else f"{quantity} × {product}"
        found[order_id] = (*found.get(order_id, ()), name)
    return found
