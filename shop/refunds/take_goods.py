"""Book where the units are for which money goes back."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.orders.models import Line
from shop.refunds.rules import Goods, Part, TooMuch
from shop.stock.hold_bags import hold_bags
from shop.stock.take_back import take_back


def take_goods(
    order_id: int, parts: Iterable[Part], person_id: int | None, *, never_was: bool = False
) -> None:
    """The units belong to the order no more, and the shelf says where they are.

    One guarded UPDATE per line; raises `TooMuch` for more units than are left, and what
    `stock/take_back.py` does. Does not commit.
    """
    units: dict[Goods, Counter[int]] = {goods: Counter() for goods in Goods}
    first: dict[int, int] = {}
    for part in sorted(parts, key=lambda part: part.line_id):
        if part.units and part.goods:
            _give_up(part)
            variant_id = _variant_of(part.line_id)
            units[part.goods][variant_id] += part.units
            if part.level_id is not None:
                first[variant_id] = part.level_id
    # All at once: each kind of goods by itself would take them in another order than everybody.
    hold_bags(order_id)
    for goods, of_variants in units.items():
        take_back(
            *(order_id, of_variants, person_id),
            sellable=goods is not Goods.WRITTEN_OFF,
            were_here=goods is Goods.NEVER_LEFT,
            first=first,
            never_was=never_was,
        )


def _give_up(part: Part) -> None:
    met = rows_changed(
        update(Line)
        .where(Line.id == part.line_id, Line.refunded_units + part.units <= Line.quantity)
        .values(refunded_units=Line.refunded_units + part.units)
    )
    if not met:
        raise TooMuch


def _variant_of(line_id: int) -> int:
    variant_id = db.session.scalars(select(Line.variant_id).where(Line.id == line_id)).one()
    if variant_id is None:
        raise TooMuch
    return variant_id
