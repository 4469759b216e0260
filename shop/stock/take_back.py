"""Units that were sold are here again, or can be sold to nobody any more."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Integer, Update, bindparam, case, update

from shop.clock import now
from shop.db import insert_rows, rows_changed
from shop.stock.models import Level, Movement, Reservation
from shop.stock.rules import AlreadyGround, NotAmongThem, last_sold_first
from shop.stock.sold_bags import SoldBags, sold_bags


def take_back(
    order_id: int,
    units: Mapping[int, int],
    person_id: int | None,
    *,
    sellable: bool,
    were_here: bool = True,
    first: Mapping[int, int] | None = None,
    never_was: bool = False,
) -> None:
    """Books units (variant id → units) of a sold order as returned, to the batches they came from.

    `first` are levels (variant id → level id) somebody has named. Of the others what `were_here`
    are bags that had not left the house, as far as there are any, and what were not are bags that
    had; of these the blocked batches first: whoever gives back one of several bags gives back that
    one. Sellable ones are on the shelf again. The others are written off at once, so that what came
    in is still what is there, was sold, or was written off. In id order, as they are reserved.
    Raises `AlreadyGround` for ground bags that shall be beans again, and for those that were packed
    ground and have no shelf any more; of a sale that `never_was` nobody ground the first. Raises
    `NotAmongThem` where a named level has none of them out. Refuses (`ValueError`) more than is
    out. The caller holds the order. Does not commit.
    """
    out = sold_bags(order_id) if units else {}
    back: dict[tuple[int, int], int] = {}
    for variant_id, wanted in units.items():
        rows = out.get(variant_id, ())
        named = (first or {}).get(variant_id)
        if named is not None and named not in {row.level_id for row in rows}:
            raise NotAmongThem
        # What is ground lies on the shelf as beans only until it is packed.
        is_lost = sellable and not never_was
        may_lie = [row for row in rows if not (sellable and row.has_no_shelf)]
        whole = _in_turn(may_lie, named, were_here, is_lost)
        if sum(row.units for row in rows) >= wanted > sum(number for _level, number in whole):
            raise AlreadyGround
        taken = last_sold_first(whole, wanted)
        back |= {(level_id, variant_id): taken[level_id] for level_id in taken}
    for level_id, variant_id in sorted(back):
        change = _FROM_HERE if were_here else _FROM_AWAY
        of = {"from_order": order_id, "of": level_id, "ordered": variant_id}
        if rows_changed(change, of | {"back": back[level_id, variant_id]}) != 1:
            raise ValueError("more came back than was sold")
        _note(order_id, level_id, back[level_id, variant_id], person_id, sellable=sellable)


def _in_turn(
    rows: Sequence[SoldBags], first: int | None, were_here: bool, is_lost: bool
) -> list[tuple[int, int]]:
    """(level id, units) as they were taken, those that come back before the others behind."""
    found = []
    for row in rows:
        sent = 0 if is_lost and row.is_ground else row.sent
        here = row.units - (row.spoilt if is_lost else 0) - sent
        named = row.level_id == first
        for units, fits in ((here, were_here), (sent, not were_here)):
            found.append(((named, fits, row.is_blocked), (row.level_id, units)))
    # Sorting keeps the order of what is alike.
    return [bags for _turn, bags in sorted(found, key=lambda one: one[0])]


def _note(
    order_id: int, level_id: int, units: int, person_id: int | None, *, sellable: bool
) -> None:
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


def _returning(packed: object, sent: object) -> Update:
    return (
        update(Reservation)
        .where(
            Reservation.order_id == bindparam("from_order"),
            Reservation.level_id == bindparam("of"),
            Reservation.variant_id == bindparam("ordered"),
            Reservation.returned + bindparam("back") <= Reservation.units,
        )
        .values(returned=Reservation.returned + bindparam("back"), packed=packed, sent=sent)
    )


_back = bindparam("back", type_=Integer)
_left = Reservation.units - Reservation.returned - _back
#: What lies on the shelf comes back first, then what is packed, then what was sent.
_FROM_HERE = _returning(
    case((Reservation.packed > _left, _left), else_=Reservation.packed),
    case((Reservation.sent > _left, _left), else_=Reservation.sent),
)
#: What was sent comes back first, then what is packed.
_FROM_AWAY = _returning(
    case((Reservation.packed > _back, Reservation.packed - _back), else_=0),
    case((Reservation.sent > _back, Reservation.sent - _back), else_=0),
)
_RAISE = (
    update(Level)
    .where(Level.id == bindparam("of"))
    .values(on_hand=Level.on_hand + bindparam("back"))
)
