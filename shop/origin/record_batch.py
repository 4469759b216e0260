"""Write down a batch and what it is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from shop.audit.note_change import note_change
from shop.db import db, insert_rows
from shop.origin.batch_rules import Source
from shop.origin.models import Batch, BatchSource, GreenLot
from shop.origin.refuse_taken import refuse_taken
from shop.origin.rules import DatesOutOfOrder, is_code, refuse_disorder


def record_batch(
    values: Mapping[str, Any], sources: Sequence[Source], person_id: int | None
) -> int:
    """The end of what makes a batch, after `begin_change`; the batch's id is the answer.

    Its green grams are those of its sources. Raises `DatesOutOfOrder`, `CodeTaken`; refuses what
    is no code. Does not commit.
    """
    if not is_code(values["code"]):
        raise ValueError("not a batch code")
    refuse_disorder(("made_on", values["made_on"]), ("best_before", values["best_before"]))
    if values["made_on"] == values["best_before"]:
        raise DatesOutOfOrder("made_on", "best_before")
    refuse_taken(Batch.code, values["code"])
    given = {**values, "green_grams": sum(source.green_grams for source in sources)}
    made = db.session.scalars(insert(Batch).values(**given).returning(Batch.id)).one()
    insert_rows(
        BatchSource,
        [
            {
                "batch_id": made,
                "green_lot_id": source.green_lot_id,
                "green_grams": source.green_grams,
                "premium_micro_per_kg": source.premium_micro_per_kg,
            }
            for source in sources
        ],
    )
    note_change("batch", made, {}, given | {"sources": _as_noted(sources)}, person_id)
    return made


def _as_noted(sources: Sequence[Source]) -> str:
    lots = [source.green_lot_id for source in sources]
    rows = db.session.execute(select(GreenLot.id, GreenLot.code).where(GreenLot.id.in_(lots)))
    codes: dict[int, str] = {id: code for id, code in rows}
    return "; ".join(f"{codes[one.green_lot_id]} {one.green_grams} g" for one in sources)
