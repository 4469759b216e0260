"""Book where the units are for which money goes back."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.orders.models import Line
from shop.refunds.rules import Goods, Part, TooMuch
from shop.stock.take_back import take_back


def take_goods(order_id: int, parts: Iterable[Part], person_id: int | None) -> None:
    """The units belong to the order no more, and the shelf says where they are.

    One guarded UPDATE per line; raises `TooMuch` for more units than are left. Does not commit.
    """
    shelf: Counter[int] = Counter()
    written_off: Counter[int] = Counter()
    for part in sorted(parts, key=lambda part: part.line_id):
        if part.units:
            _give_up(part)
            side = written_off if part.goods is Goods.WRITTEN_OFF else shelf
            side[_variant_of(part.line_id)] += part.units
    take_back(order_id, shelf, person_id, sellable=True)
    take_back(order_id, written_off, person_id, sellable=False)


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
