"""What the records of origin know of some batches, as product pages tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, select

from shop.catalogue.paid import Paid, paid
from shop.db import reading
from shop.money.cents import split
from shop.origin.lot_rules import WHOLE_BP
from shop.origin.models import Batch, BatchSource, Cooperative, GreenLot, GreenShare
from shop.origin.rules import PROCESSES, PROVINCES
from shop.web.filters import NBSP

_Row = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Grower:
    """A cooperative in a coffee, its share in basis points, and who says so."""

    name: str
    #: Key in origin/rules.py, and „Jaén“.
    province_key: str
    province: str
    share_bp: int
    source: str
    stated_on: date


@dataclass(frozen=True, slots=True)
class Lot:
    """A green lot in a coffee, in words."""

    code: str
    share_bp: int
    growers: tuple[Grower, ...]
    varieties: str
    process: str
    #: „1.600–1.850 m“ above the sea.
    altitude: str
    harvested: tuple[date, date]
    paid: Paid | None

    @property
    def sources(self) -> list[tuple[str, date]]:
        """Who says so of the shares, and when; each once."""
        return list(dict.fromkeys((grower.source, grower.stated_on) for grower in self.growers))

    @property
    def rate(self) -> tuple[str, str, date] | None:
        """„1 € = 1,15 USD“, who says so, and of which day."""
        paid = self.paid
        return (paid.rate, paid.rate_source, paid.rate_on) if paid and paid.rate_on else None


@dataclass(frozen=True, slots=True)
class BatchFacts:
    batch_id: int
    code: str
    made_on: date
    best_before: date
    lots: tuple[Lot, ...]


def batch_facts(
    batch_ids: frozenset[int], claimed: frozenset[str] = frozenset()
) -> tuple[BatchFacts, ...]:
    """Each of these batches, what expires first first; shares are of the whole batch and add up to
    10,000 where all of it is documented. `claimed` are the kinds of claims that hold for all of
    them today. One query."""
    with reading() as connection:
        rows = connection.execute(_FACTS, {"ids": sorted(batch_ids)}).all()
    by_batch = groupby(rows, lambda row: row.batch_id)
    return tuple(_batch(list(same), claimed) for _, same in by_batch)


def _batch(rows: Sequence[_Row], claimed: frozenset[str]) -> BatchFacts:
    first = rows[0]
    by_lot = [list(same) for _, same in groupby(rows, lambda row: row.green_lot_id)]
    known = [same[0].green_grams for same in by_lot]
    # Coffee whose lot nobody wrote down is a part of the bag, too.
    shares = split(WHOLE_BP, [*known, max(0, first.batch_green_grams - sum(known))])
    return BatchFacts(
        batch_id=first.batch_id,
        code=first.batch_code,
        made_on=first.made_on,
        best_before=first.best_before,
        lots=tuple(_lot(same, share, claimed) for same, share in zip(by_lot, shares, strict=False)),
    )


def _lot(rows: Sequence[_Row], share_bp: int, claimed: frozenset[str]) -> Lot:
    first = rows[0]
    shares = split(share_bp, [row.share_bp for row in rows])
    return Lot(
        code=first.code,
        share_bp=share_bp,
        growers=tuple(
            Grower(row.name, row.province, PROVINCES[row.province], bp, row.source, row.stated_on)
            for row, bp in zip(rows, shares, strict=True)
        ),
        varieties=first.varieties,
        process=PROCESSES[first.process],
        altitude=_metres(first.altitude_from, first.altitude_to),
        harvested=(first.harvested_from, first.harvested_until),
        paid=paid(first, claimed),
    )


def _metres(lowest: int, highest: int) -> str:
    told = dict.fromkeys(f"{metres:,}".replace(",", ".") for metres in (lowest, highest))
    return "–".join(told) + f"{NBSP}m"


batch, source, lot, share, cooperative = (
    cast(Table, model.__table__)
    for model in (Batch, BatchSource, GreenLot, GreenShare, Cooperative)
)
_FACTS = (
    select(
        batch.c.id.label("batch_id"),
        batch.c.code.label("batch_code"),
        batch.c.made_on,
        batch.c.best_before,
        batch.c.green_grams.label("batch_green_grams"),
        source.c.green_lot_id,
        source.c.green_grams,
        lot.c.code,
        lot.c.varieties,
        lot.c.process,
        lot.c.altitude_from,
        lot.c.altitude_to,
        lot.c.harvested_from,
        lot.c.harvested_until,
        lot.c.fob_usd_e4,
        lot.c.fob_on,
        lot.c.organic_usd_e4,
        lot.c.reference_usd_e4,
        lot.c.reference_name,
        lot.c.reference_on,
        lot.c.premium_usd_e4,
        lot.c.usd_per_eur_e4,
        lot.c.rate_on,
        lot.c.rate_source,
        share.c.share_bp,
        share.c.source,
        share.c.stated_on,
        cooperative.c.name,
        cooperative.c.province,
    )
    .select_from(
        batch.join(source, source.c.batch_id == batch.c.id)
        .join(lot, lot.c.id == source.c.green_lot_id)
        .join(share, share.c.green_lot_id == lot.c.id)
        .join(cooperative, cooperative.c.id == share.c.cooperative_id)
    )
    .where(batch.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(
        batch.c.best_before,
        batch.c.id,
        source.c.green_grams.desc(),
        lot.c.id,
        share.c.share_bp.desc(),
        cooperative.c.id,
    )
)
