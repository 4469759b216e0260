"""What became of the lines of an import since they were checked."""

from collections.abc import Iterator
from typing import Literal

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from shop.catalogue.models import Variant
from shop.clock import today
from shop.db import db, execute
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import STOCKROOM, Level, Location, Movement
from shop.stock_csv.models import ImportLine, StockImport
from shop.stock_csv.rules import Fault, Problem
from shop.stock_csv.statements import LINES, RAISED

#: Of each kind: read as far as somebody reads.
_MOST_TOLD = 200


def hold_places(import_id: int, sign: Literal[1, -1]) -> None:
    """Until the transaction ends nobody closes a location to which lines bring something, nor has
    it ground to order meanwhile. Whoever asks `overtaken` in a statement after it is told right."""
    for statement in (_HOLD_VARIANTS, _HOLD_LOCATIONS):
        execute(statement, {"import": import_id, "sign": sign})


def overtaken(import_id: int, sign: Literal[1, -1]) -> list[Problem]:
    """Lines that cannot be booked any more, or with sign -1 not be taken back, in their order.

    What is ground to order by now, what would come to a closed location; of a file to apply also
    what would come to where it may not be sold, and what somebody corrected since the file was
    looked through: two counts of one shelf. Sold, packed or moved since is none of them.
    """
    return sorted(_overtaken(import_id, sign), key=lambda problem: problem.line)


def _overtaken(import_id: int, sign: Literal[1, -1]) -> Iterator[Problem]:
    given: dict[str, object] = {"import": import_id, "sign": sign}
    questions = {Fault.GROUND_TO_ORDER: _GROUND, Fault.CLOSED_LOCATION: _CLOSED}
    if sign == 1:
        # As a value, so that the few movements since then are found by their index.
        uploaded = db.session.scalar(
            select(StockImport.uploaded_at).where(StockImport.id == import_id)
        )
        given |= {"first_day": last_day_to_sell(today()), "uploaded": uploaded}
        questions |= {Fault.NOT_GOOD: _BAD, Fault.CORRECTED: _CORRECTED}
    for fault, question in questions.items():
        for line, found in execute(question, given):
            yield Problem(line, fault, found=found)


def _raised(found: InstrumentedAttribute[str]) -> Select[int, str]:
    return (
        select(ImportLine.line, found)
        .where(ImportLine.import_id == bindparam("import"), RAISED)
        .order_by(ImportLine.line)
        .limit(_MOST_TOLD)
    )


_GROUND = (
    _raised(Variant.sku)
    .join(Variant, Variant.id == ImportLine.variant_id)
    .where(Variant.ground_from_id.is_not(None))
)
_CLOSED = (
    _raised(Location.name)
    .join(Location, Location.id == ImportLine.location_id)
    .where(Location.open.is_(False))
)
_BAD = (
    _raised(Batch.code)
    .join(Batch, Batch.id == ImportLine.batch_id)
    .where(
        ImportLine.location_id != STOCKROOM,
        or_(Batch.blocked_at.is_not(None), Batch.best_before < bindparam("first_day")),
    )
)
_CORRECTED = (
    select(LINES.c.line, Variant.sku)
    .join(Level, Level.id == LINES.c.level_id)
    .join(Variant, Variant.id == Level.variant_id)
    .join(Movement, Movement.level_id == Level.id)
    .where(
        Movement.kind == "correction",
        Movement.order_id.is_(None),
        Movement.moved_at > bindparam("uploaded"),
    )
    .group_by(LINES.c.line, Variant.sku)
    # A mistake that was put right again changes nothing.
    .having(func.sum(Movement.on_hand_change) != 0)
    .order_by(LINES.c.line)
    .limit(_MOST_TOLD)
)
_HOLD_VARIANTS = (
    select(Variant.id)
    .where(
        Variant.id.in_(
            select(ImportLine.variant_id).where(ImportLine.import_id == bindparam("import"), RAISED)
        )
    )
    .order_by(Variant.id)
    .with_for_update(read=True)
)
_HOLD_LOCATIONS = (
    select(Location.id)
    .where(
        Location.id.in_(
            select(ImportLine.location_id).where(
                ImportLine.import_id == bindparam("import"), RAISED
            )
        )
    )
    .order_by(Location.id)
    .with_for_update(key_share=True)
)
