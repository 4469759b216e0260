"""Units that were sold are here again, or can be sold to nobody any more."""

from collections.abc import Mapping

from sqlalchemy import Integer, bindparam, case, select, update

from shop.clock import now
from shop.db import db, insert_rows, rows_changed
from shop.origin.models import Batch
from shop.stock.models import Level, Movement, Reservation
from shop.stock.rules import last_sold_first


def take_back(
    order_id: int, units: Mapping[int, int], person_id: int | None, *, sellable: bool
) -> None:
    """Books units (variant id → units) of a sold order as returned, to the batches they came from.

    Of blocked batches first: whoever gives back one of several bags gives back that one.
    Sellable ones are on the shelf again. The others are written off at once, so that what came in
    is still what is there, was sold, or was written off. In id order, as they are reserved. Refuses
    (`ValueError`) more than is out. The caller holds the order. Does not commit.
    """
    back: dict[tuple[int, int], int] = {}
    for variant_id, wanted in units.items():
        taken = last_sold_first(_out(order_id, variant_id), wanted)
        back |= {(level_id, variant_id): taken[level_id] for level_id in taken}
    for level_id, variant_id in sorted(back):
        units_back = back[level_id, variant_id]
        _book(order_id, level_id, variant_id, units_back, person_id, sellable)


def _out(order_id: int, variant_id: int) -> list[tuple[int, int]]:
    """(level id, units sold and not taken back), as they were taken; of blocked batches behind."""
    rows = db.session.execute(
        select(Reservation.level_id, Reservation.units - Reservation.returned)
        .join(Level, Level.id == Reservation.level_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(
            Reservation.order_id == order_id,
            Reservation.state == "sold",
            Reservation.variant_id == variant_id,
        )
        .order_by(case((Batch.blocked_at.is_(None), 0), else_=1), Reservation.id)
    )
    return [(level_id, out) for level_id, out in rows]


def _book(
    order_id: int,
    level_id: int,
    variant_id: int,
    units: int,
    person_id: int | None,
    sellable: bool,
) -> None:
    values = {"from_order": order_id, "of": level_id, "ordered": variant_id, "back": units}
    if rows_changed(_RETURN, values) != 1:
        raise ValueError("more came back than was sold")
    changes = [("return", units)]
    if sellable:
        rows_changed(_RAISE, {"of": level_id, "back": units})
    else:
        changes.append(("write_off", -units))
    moved = {"order_id": order_id, "person_id": person_id, "moved_at": now()}
    insert_rows(
        Movement,
        [
            moved | {"level_id": level_id, "kind": kind, "on_hand_change": change}
            for kind, change in changes
        ],
    )


_left = Reservation.units - Reservation.returned - bindparam("back", type_=Integer)
#: What lies on the shelf comes back first, then what is packed, then what was sent.
_RETURN = (
    update(Reservation)
    .where(
        Reservation.order_id == bindparam("from_order"),
        Reservation.level_id == bindparam("of"),
        Reservation.variant_id == bindparam("ordered"),
        Reservation.returned + bindparam("back") <= Reservation.units,
    )
    .values(
        returned=Reservation.returned + bindparam("back"),
        packed=case((Reservation.packed > _left, _left), else_=Reservation.packed),
        sent=case((Reservation.sent > _left, _left), else_=Reservation.sent),
    )
)
_RAISE = (
    update(Level)
    .where(Level.id == bindparam("of"))
    .values(on_hand=Level.on_hand + bindparam("back"))
)
