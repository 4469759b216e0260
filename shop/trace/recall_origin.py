"""From an order to its batches, green lots, contracts and cooperatives: one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, bindparam, select
from sqlalchemy.orm import aliased

from shop.db import reading
from shop.orders.models import Line, Order
from shop.origin.models import Batch, BatchPart, BatchSource, Cooperative, GreenLot, GreenShare
from shop.stock.models import Level, Reservation


@dataclass(frozen=True, slots=True)
class Grower:
    name: str
    share_bp: int


@dataclass(frozen=True, slots=True)
class Green:
    """Green coffee of one contract in a batch."""

    code: str
    contract: str
    contracted_on: date
    supplier: str
    eudr_reference: str
    grams: int
    growers: tuple[Grower, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A batch and the green coffee in it."""

    code: str
    roaster: str
    made_on: date
    green: tuple[Green, ...]


@dataclass(frozen=True, slots=True)
class OriginOfBags:
    """Bags of a line that come from one batch."""

    product: str
    variant: str
    units: int
    #: The batch on the bag first; then, where it was put together, the batches in it.
    batches: tuple[Made, ...]


def origin_of_order(number: str) -> list[OriginOfBags]:
    """Line by line; empty where nothing comes from a batch or nothing is held any more."""
    with reading() as connection:
        rows = connection.execute(_STATEMENT, {"number": number}).all()
    return [_bags(list(same)) for _, same in groupby(rows, key=lambda row: row.reservation_id)]


def _bags(rows: Sequence[Row[*tuple[Any, ...]]]) -> OriginOfBags:
    first = rows[0]
    made = groupby(rows, key=lambda row: row.batch)
    return OriginOfBags(
        product=first.product_name,
        variant=first.variant_name,
        units=first.units,
        batches=tuple(_made(list(same)) for _, same in made),
    )


def _made(rows: Sequence[Row[*tuple[Any, ...]]]) -> Made:
    first = rows[0]
    lots = groupby(rows, key=lambda row: row.lot)
    green = tuple(_green(list(same)) for _, same in lots)
    return Made(first.batch, first.roaster, first.made_on, green)


def _green(rows: Sequence[Row[*tuple[Any, ...]]]) -> Green:
    first = rows[0]
    return Green(
        code=first.lot,
        contract=first.contract,
        contracted_on=first.contracted_on,
        supplier=", ".join(
            filter(None, (first.supplier, first.supplier_address, first.supplier_mail))
        ),
        eudr_reference=first.eudr_reference,
        grams=first.green_grams,
        growers=tuple(Grower(row.grower, row.share_bp) for row in rows),
    )


_on_bag = (
    select(Reservation.id.label("reservation_id"), Level.batch_id.label("id"))
    .join(Order, Order.id == Reservation.order_id)
    .join(Level, Level.id == Reservation.level_id)
    .where(
        Order.number == bindparam("number"),
        Reservation.state != "released",
        Level.batch_id.is_not(None),
    )
    .cte("within", recursive=True)
)
_within = _on_bag.union(
    select(_on_bag.c.reservation_id, BatchPart.part_id).join(
        BatchPart, BatchPart.batch_id == _on_bag.c.id
    )
)
_made_of = aliased(Batch)
_STATEMENT = (
    select(
        _within.c.reservation_id,
        Line.product_name,
        Line.variant_name,
        Reservation.units,
        _made_of.code.label("batch"),
        _made_of.roaster,
        _made_of.made_on,
        GreenLot.code.label("lot"),
        GreenLot.contract,
        GreenLot.contracted_on,
        GreenLot.supplier,
        GreenLot.supplier_address,
        GreenLot.supplier_mail,
        GreenLot.eudr_reference,
        BatchSource.green_grams,
        Cooperative.name.label("grower"),
        GreenShare.share_bp,
    )
    .select_from(_within)
    .join(Reservation, Reservation.id == _within.c.reservation_id)
    .join(Level, Level.id == Reservation.level_id)
    .join(
        Line,
        and_(Line.order_id == Reservation.order_id, Line.variant_id == Reservation.variant_id),
    )
    .join(_made_of, _made_of.id == _within.c.id)
    .join(BatchSource, BatchSource.batch_id == _made_of.id)
    .join(GreenLot, GreenLot.id == BatchSource.green_lot_id)
    .join(GreenShare, GreenShare.green_lot_id == GreenLot.id)
    .join(Cooperative, Cooperative.id == GreenShare.cooperative_id)
    .order_by(
        Line.position,
        _within.c.reservation_id,
        (_made_of.id != Level.batch_id),
        _made_of.code,
        GreenLot.code,
        GreenShare.share_bp.desc(),
        Cooperative.name,
    )
)
