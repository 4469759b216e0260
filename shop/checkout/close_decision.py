"""Staff gave back the money that did not fit."""

from shop.checkout.undecided import undecided
from shop.orders.move import move
from shop.orders.rules import MoveRefused, Note, State
from shop.stock.release import release


def close_decision(order_id: int, person_id: int | None) -> None:
    """The order has ended, and what was still held for it is free.

    The money itself goes back in the provider's dashboard, before. Raises `MoveRefused` when there
    is nothing to decide, and for an order that had been sold: its sale is in the books. Does not
    commit.
    """
    if undecided(order_id).paid_at is not None:
        raise MoveRefused
    move(order_id, State.REFUNDED, Note.REFUNDED, person_id)
    release(order_id)
