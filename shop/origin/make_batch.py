"""Green coffee is roasted: a batch."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from shop.db import db
from shop.errors import NotThere
from shop.origin.batch_rules import MadeMoreThanGreen, RateMissing, Source, premium_micro_per_kg
from shop.origin.begin_change import begin_change
from shop.origin.models import GreenLot
from shop.origin.record_batch import record_batch
from shop.origin.rules import refuse_disorder
from shop.origin.use_green import use_green


def make_batch(
    code: str,
    roaster: str,
    made_on: date,
    best_before: date,
    green: Mapping[int, int],
    made_grams: int,
    *,
    lab_note: str = "",
    project_micro_per_kg: int = 0,
    person_id: int | None = None,
) -> int:
    """Takes green coffee (lot id → grams) out of its lots; the batch's id is the answer.

    Raises `LotTooSmall`, `MadeMoreThanGreen`, `DatesOutOfOrder`, `CodeTaken`, and `RateMissing`
    when a premium is owed and no rate known. Refuses a batch of nothing. Does not commit.
    """
    begin_change()
    if made_grams < 1 or not green or min(green.values()) < 1:
        raise ValueError("nothing roasted")
    if made_grams > sum(green.values()):
        raise MadeMoreThanGreen
    lots = _lots(green)
    for lot in lots:
        refuse_disorder(("harvested_until", lot.harvested_until), ("made_on", made_on))
        refuse_disorder(("contracted_on", lot.contracted_on), ("made_on", made_on))
        refuse_disorder(("arrived_on", lot.arrived_on), ("made_on", made_on))
    sources = [_source(lot, green[lot.id], made_grams) for lot in lots]
    for source in sources:
        use_green(source.green_lot_id, source.green_grams)
    return record_batch(
        {
            "code": code,
            "kind": "roast",
            "roaster": roaster,
            "made_on": made_on,
            "best_before": best_before,
            "made_grams": made_grams,
            "lab_note": lab_note,
            "project_micro_per_kg": project_micro_per_kg,
        },
        sources,
        person_id,
    )


def _lots(green: Mapping[int, int]) -> Sequence[GreenLot]:
    lots = db.session.scalars(
        select(GreenLot).where(GreenLot.id.in_(green)).order_by(GreenLot.id)
    ).all()
    if len(lots) != len(green):
        raise NotThere
    return lots


def _source(lot: GreenLot, grams: int, made_grams: int) -> Source:
    if not lot.premium_usd_e4:
        return Source(lot.id, grams, 0)
    if not lot.usd_per_eur_e4:
        raise RateMissing(lot.id)
    owed = premium_micro_per_kg(lot.premium_usd_e4, lot.usd_per_eur_e4, grams, made_grams)
    return Source(lot.id, grams, owed)
