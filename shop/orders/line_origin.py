"""From which batches the lines of an order come, and what may be said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, String, and_, bindparam, cast, func, select

from shop.catalogue.for_sale import batch_ids, origin_revision
from shop.db import db
from shop.orders.models import Line, LineClaim
from shop.origin.claims import Claims, claims_on_each
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation


@dataclass(frozen=True, slots=True)
class Lot:
    """Units of a line that come from one batch."""

    #: As on the bag; its page is /charge/<code>.
    code: str
    best_before: date
    units: int
    #: Of these, those that came back or never left.
    returned: int
    #: recall, precaution; empty unless it is blocked: neither packed nor handed over any more.
    blocked_as: str
    #: Of what did not come back, those that left the house.
    sent: int = 0

    @property
    def is_blocked(self) -> bool:
        return self.blocked_as != ""

    @property
    def left(self) -> int:
        return self.units - self.returned

    @property
    def here(self) -> int:
        """To be packed, or packed and not gone yet."""
        return self.left - self.sent


@dataclass(frozen=True, slots=True)
class LineOrigin:
    #: What expires first before the others; empty for goods that come from no batch.
    lots: tuple[Lot, ...]
    #: False while the units are only held: they may still come from other batches.
    is_sold: bool
    #: Said when it was ordered, true today, and of every one of these batches.
    claims: Claims


def origin_of_lines(order_id: int) -> dict[int, LineOrigin]:
    """Line id → its origin; nothing of lines whose units were released, or that have no batch.

    One query for all lines, and none for claims that were looked up since the records changed.
    """
    rows = db.session.execute(_ORIGINS, {"of_order": order_id}).all()
    groups = {id: list(same) for id, same in groupby(rows, key=lambda row: row.line_id)}
    batches = {id: frozenset(row.batch_id for row in of) for id, of in groups.items()}
    said = claims_on_each(batches.values(), rows[0].revision) if rows else {}
    return {id: _origin(of, said[batches[id]]) for id, of in groups.items()}


def blocked_among(origins: Iterable[LineOrigin]) -> tuple[Lot, ...]:
    """What is sold of blocked batches and did not come back, one lot of each batch."""
    found = {
        lot.code: lot
        for origin in origins
        if origin.is_sold
        for lot in origin.lots
        if lot.is_blocked and lot.left
    }
    return tuple(found[code] for code in sorted(found))


def blocked_here(origins: Iterable[LineOrigin]) -> tuple[Lot, ...]:
    """Of these, what is still in the house: it does not leave."""
    lots = [lot for origin in origins if origin.is_sold for lot in origin.lots]
    found = {lot.code: lot for lot in lots if lot.is_blocked and lot.here}
    return tuple(found[code] for code in sorted(found))


def _origin(rows: Sequence[Row[*tuple[Any, ...]]], claims: Claims) -> LineOrigin:
    kept = batch_ids(rows[0].claims)
    return LineOrigin(
        lots=tuple(_lot(row) for row in rows),
        is_sold=all(row.state == "sold" for row in rows),
        claims=tuple(claim for claim in claims if claim.id in kept),
    )


def _lot(row: Row[*tuple[Any, ...]]) -> Lot:
    return Lot(row.code, row.best_before, row.units, row.returned, row.blocked_as, row.sent)


_kept_claims = (
    select(func.aggregate_strings(cast(LineClaim.claim_id, String), ","))
    .where(LineClaim.line_id == Line.id)
    .correlate(Line)
    .scalar_subquery()
)
_ORIGINS = (
    select(
        Line.id.label("line_id"),
        Batch.id.label("batch_id"),
        Batch.code,
        Batch.best_before,
        Batch.blocked_as,
        Reservation.units,
        Reservation.returned,
        Reservation.sent,
        Reservation.state,
        _kept_claims.label("claims"),
        origin_revision.label("revision"),
    )
    .join(
        Reservation,
        and_(Reservation.order_id == Line.order_id, Reservation.variant_id == Line.variant_id),
    )
    .join(Level, Level.id == Reservation.level_id)
    .join(Batch, Batch.id == Level.batch_id)
    .where(Line.order_id == bindparam("of_order"), Reservation.state != "released")
    .order_by(Line.position, Reservation.id)
)
