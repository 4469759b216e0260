"""Goods of a purchase have come, all of them or some."""

from collections.abc import Mapping

from shop.purchasing.hold_purchase import hold_purchase
from shop.purchasing.rules import Came, NothingCame
from shop.purchasing.write_receipt import write_receipt
from shop.stock.make_levels import make_levels
from shop.stock.models import STOCKROOM
from shop.stock.receive import receive


def receive_goods(
    purchase_id: int,
    came: Mapping[int, Came],
    delivery_note: str,
    key: str,
    person_id: int | None,
    *,
    location_id: int = STOCKROOM,
    more_is_right: bool = False,
) -> int:
    """Line id → what came of it is on the shelf of the location; the receipt's id is the answer.

    All of it or nothing. Raises what `write_receipt` does, `LocationClosed`, and `NothingCame` for
    a line of coffee: that comes as a batch. Does not commit.
    """
    purchase, lines = hold_purchase(purchase_id)
    variants = {line.id: line.variant_id for line in lines if line.variant_id}
    if not came.keys() <= variants.keys():
        raise NothingCame
    receipt = write_receipt(
        *(purchase, lines, came, delivery_note, key, person_id),
        location_id=location_id,
        more_is_right=more_is_right,
    )
    make_levels({variants[line_id] for line_id in came}, location_id)
    for line_id in sorted(came):
        receive(
            variants[line_id],
            came[line_id].amount,
            f"{purchase.number}, {delivery_note}",
            person_id,
            location_id=location_id,
            source=f"receipt:{receipt.id}",
        )
    return receipt.id
