"""Move an order to another state, once, and note it."""

from datetime import date, datetime
from functools import cache
from typing import Any, TypedDict, Unpack

from sqlalchemy import BindParameter, Update, bindparam, update
from sqlalchemy.orm.util import identity_key

from shop.clock import now
from shop.db import db, insert_rows, rows_changed
from shop.orders.models import Order, OrderEvent
from shop.orders.rules import MoveRefused, Note, State, before


class Alongside(TypedDict, total=False):
    """Columns that change together with the state."""

    paid_at: datetime
    business_date: date
    promised_on: date


def move(
    order_id: int,
    to: State,
    note: Note | None = None,
    person_id: int | None = None,
    *,
    only_from: frozenset[State] = frozenset(State),
    **alongside: Unpack[Alongside],
) -> None:
    """The order is in state `to`, and its history says since when, by whom and why.

    A conditional UPDATE from the allowed states, or from those of them in `only_from`, decides: of
    two at once one moves it, the other gets `MoveRefused`. Does not commit.
    """
    for source in sorted(before(to) & only_from):
        which = {"order_id": order_id, "source": source, "new_state": to}
        changes = {f"new_{column}": value for column, value in alongside.items()}
        if rows_changed(_moving(tuple(alongside)), which | changes):
            _forget_what_was_read(order_id)
            add_event(order_id, to, note, person_id, from_state=source)
            return
    raise MoveRefused


@cache
def _moving(alongside: tuple[str, ...]) -> Update:
    values: dict[str, BindParameter[Any]] = {
        column: bindparam(f"new_{column}") for column in ("state", *alongside)
    }
    chosen = Order.id == bindparam("order_id"), Order.state == bindparam("source")
    return update(Order).where(*chosen).values(values)


def _forget_what_was_read(order_id: int) -> None:
    """Who read the order in this session before reads it again as it is now."""
    known = db.session.identity_map.get(identity_key(Order, order_id))
    if known is not None:
        db.session.expire(known)


def add_event(
    order_id: int,
    to: State,
    note: Note | None = None,
    person_id: int | None = None,
    from_state: str = "",
) -> None:
    """One line of the order's history. Does not commit."""
    event = {
        "order_id": order_id,
        "from_state": from_state,
        "to_state": to,
        "note": note or "",
        "person_id": person_id,
        "happened_at": now(),
    }
    insert_rows(OrderEvent, [event])
