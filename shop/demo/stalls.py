"""What the demo shop sells at a market and in another shop, beside its own orders."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from shop.clock import today
from shop.counter.price_sale import price_sale
from shop.counter.queries import goods_at
from shop.counter.rules import PaidBy
from shop.counter.sell_over_counter import sell_over_counter
from shop.counter.take_back_sale import take_back_sale
from shop.db import db
from shop.demo.story import Shop, Step
from shop.stock.add_location import add_location
from shop.stock.models import STOCKROOM, Level, Location
from shop.stock.move import move

MARKET = "Demo-Marktstand am Platz"
COUNTER = "Demo-Weltladen"
_TAKEN_ALONG = {
    MARKET: {"D-HAUS-250-B": 6, "D-HAUS-250-F": 4, "D-FILT-250-B": 5, "D-BECH": 4},
    COUNTER: {"D-HAUS-250-B": 4, "D-ESPR-250-B": 5, "D-SCHO-D": 8, "D-FILZ": 5},
}
#: Days ago, where, how it was paid, and what.
_SALES: tuple[tuple[int, str, PaidBy, dict[str, int]], ...] = (
    (19, MARKET, PaidBy.CASH, {"D-HAUS-250-B": 2, "D-BECH": 1}),
    (12, MARKET, PaidBy.CASH, {"D-FILT-250-B": 2, "D-HAUS-250-F": 1}),
    (5, COUNTER, PaidBy.SETTLEMENT, {"D-HAUS-250-B": 1, "D-SCHO-D": 4, "D-FILZ": 2}),
    (5, MARKET, PaidBy.CASH, {"D-HAUS-250-B": 1, "D-FILT-250-B": 1}),
    (1, MARKET, PaidBy.CASH, {"D-BECH": 2, "D-HAUS-250-F": 2}),
)
#: This one was booked for the wrong day, and is undone.
_WRONG = 3
_BEGIN = timedelta(days=21)


def stalls(opening: datetime, until: datetime, shop: Shop) -> Iterator[Step]:
    """Goods go to a market and to another shop's counter, and some of them are sold there."""
    if until - _BEGIN <= opening:
        return
    yield Step(until - _BEGIN, partial(_set_up, shop))
    for number, (days, name, paid_by, wanted) in enumerate(_SALES):
        moment = until - timedelta(days=days, minutes=number)
        yield Step(moment, partial(_sell, shop, number, name, paid_by, wanted))


def _set_up(shop: Shop) -> None:
    for kind, name in (("market", MARKET), ("consignment", COUNTER)):
        place_id = add_location(kind, name, person_id=shop.staff_id)
        taken: dict[int, int] = {}
        for sku, wanted in _TAKEN_ALONG[name].items():
            taken |= _from_the_stockroom(shop.variant_ids[sku], wanted)
        if taken:
            move(taken, place_id, "Für den Verkauf dort", shop.staff_id, f"demo-{kind}")


def _from_the_stockroom(variant_id: int, wanted: int) -> dict[int, int]:
    """Level id → units, of the newest batch, which keeps longest."""
    row = db.session.execute(
        select(Level.id, Level.on_hand - Level.reserved)
        .where(
            Level.variant_id == variant_id,
            Level.location_id == STOCKROOM,
            Level.on_hand > Level.reserved,
        )
        .order_by(Level.id.desc())
        .limit(1)
    ).first()
    return {row[0]: min(row[1], wanted)} if row else {}


def _sell(shop: Shop, number: int, name: str, paid_by: PaidBy, skus: dict[str, int]) -> None:
    place_id = db.session.scalars(select(Location.id).where(Location.name == name)).one()
    free = {one.variant_id: one.free for one in goods_at(place_id)}
    wanted = {shop.variant_ids[sku]: units for sku, units in skus.items()}
    wanted = {id: min(units, free.get(id, 0)) for id, units in wanted.items() if free.get(id)}
    if not wanted:
        return
    reference = f"Demo-{today():%Y-%m}" if paid_by is PaidBy.SETTLEMENT else ""
    made = sell_over_counter(
        *(place_id, wanted, today(), paid_by, reference, f"demo-{number}", shop.staff_id),
        shown_cents=price_sale(wanted, today()).total_cents,
    )
    if number == _WRONG:
        take_back_sale(made, None, "Doppelt gebucht", f"demo-{number}", shop.staff_id)
