"""What somebody is about to count, and what comes after it on the shelf."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.stock.models import Level
from shop.stocktake.counted import counted
from shop.stocktake.find_goods import batch_id_of, name_of, variant_id_of
from shop.stocktake.models import Stocktake
from shop.stocktake.queries import Goods, to_count
from shop.stocktake.rules import Counted


@dataclass(frozen=True, slots=True)
class InHand:
    """Goods as their label says, and what was saved of them in this stocktake."""

    variant_id: int
    batch_id: int | None
    #: None where the books do not know it yet.
    level_id: int | None
    sku: str
    name: str
    code: str
    best_before: date | None
    counted: Counted | None

    @property
    def words(self) -> str:
        return f"{self.name} ({self.code})" if self.code else self.name


def in_hand(stocktake_id: int, sku: str, code: str) -> InHand:
    """Refuses with `NotThere` an article or a batch that nobody knows."""
    variant_id, batch_id = variant_id_of(sku), batch_id_of(code)
    if variant_id is None or (code and batch_id is None):
        raise NotThere
    batch = db.session.get(Batch, batch_id) if batch_id else None
    level_id = db.session.scalar(
        select(Level.id)
        .join(Stocktake, Stocktake.location_id == Level.location_id)
        .where(
            Stocktake.id == stocktake_id,
            Level.variant_id == variant_id,
            Level.batch_id.is_not_distinct_from(batch_id),
        )
    )
    return InHand(
        variant_id=variant_id,
        batch_id=batch_id,
        level_id=level_id,
        sku=sku,
        name=name_of(variant_id),
        code=batch.code if batch else "",
        best_before=batch.best_before if batch else None,
        counted=counted(stocktake_id, level_id) if level_id else None,
    )


def next_to_count(stocktake_id: int, location_id: int, sku: str, code: str) -> Goods | None:
    """The next row of the list that nobody counted yet, from the top again at its end."""
    rows = to_count(stocktake_id, location_id)
    here = next(
        (place for place, row in enumerate(rows) if (row.goods.sku, row.goods.code) == (sku, code)),
        -1,
    )
    ahead = rows[here + 1 :] + rows[: max(here, 0)]
    return next((row.goods for row in ahead if not row.is_done), None)
