"""Staff decide that an order is delivered though its money did not fit."""

from shop.checkout.sell_order import sell_order
from shop.checkout.undecided import undecided
from shop.orders.move import move
from shop.orders.rules import Note, State
from shop.stock.hold_again import hold_again

_UNDECIDED = frozenset({State.NEEDS_DECISION})


def deliver_anyway(order_id: int, person_id: int | None) -> None:
    """The order is sold in full and waits to be packed; its customer gets the confirmation.

    One that had been sold before goes on without a second sale. Raises `OutOfStock` when its goods
    are gone, `MoveRefused` when there is nothing to decide. Does not commit.
    """
    was_sold = undecided(order_id).paid_at is not None
    if was_sold:
        move(order_id, State.PAID, Note.DELIVERED_ANYWAY, person_id, only_from=_UNDECIDED)
        return
    hold_again(order_id)
    sell_order(order_id, Note.DELIVERED_ANYWAY, person_id, only_from=_UNDECIDED)
