"""Roasted coffee of a purchase has come: it is a batch from here on."""

from collections.abc import Callable

from shop.db import db
from shop.origin.begin_change import begin_change
from shop.purchasing.hold_purchase import hold_purchase
from shop.purchasing.rules import Came, NothingCame
from shop.purchasing.write_receipt import write_receipt


def receive_coffee(
    purchase_id: int,
    line_id: int,
    came: Came,
    make: Callable[[], int],
    delivery_note: str,
    key: str,
    person_id: int | None,
    *,
    more_is_right: bool = False,
) -> int:
    """The receipt's id; `make` records the batch of `came.amount` grams and answers with its id.

    Raises what `write_receipt` and `make` do, and `NothingCame` for a line of goods. Does not
    commit.
    """
    # Before the purchase, as whoever takes a batch back does.
    begin_change()
    purchase, lines = hold_purchase(purchase_id)
    if not any(line.id == line_id and line.kind == "coffee" for line in lines):
        raise NothingCame
    receipt = write_receipt(
        *(purchase, lines, {line_id: came}, delivery_note, key, person_id),
        more_is_right=more_is_right,
    )
    receipt.batch_id = make()
    db.session.flush()
    return receipt.id
