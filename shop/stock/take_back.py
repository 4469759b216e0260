"""Units that were sold are here again, or can be sold to nobody any more."""

from collections.abc import Mapping

from sqlalchemy import update

from shop.clock import now
from shop.db import insert_rows, rows_changed
from shop.stock.models import Level, Movement


def take_back(
    order_id: int, units: Mapping[int, int], person_id: int | None, *, sellable: bool
) -> None:
    """Books units (variant id → units) of a sold order as returned.

    Sellable ones are on the shelf again. The others are written off at once, so that what came in
    is still what is there, was sold, or was written off. In id order, as they are reserved. Does
    not commit.
    """
    moment = now()
    for variant_id in sorted(units):
        changes = [("return", units[variant_id])]
        if sellable:
            _put_on_shelf(variant_id, units[variant_id])
        else:
            changes.append(("write_off", -units[variant_id]))
        insert_rows(
            Movement,
            [
                {
                    "variant_id": variant_id,
                    "kind": kind,
                    "on_hand_change": change,
                    "order_id": order_id,
                    "person_id": person_id,
                    "moved_at": moment,
                }
                for kind, change in changes
            ],
        )


def _put_on_shelf(variant_id: int, units: int) -> None:
    rows_changed(
        update(Level).where(Level.variant_id == variant_id).values(on_hand=Level.on_hand + units)
    )
