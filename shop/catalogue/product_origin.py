"""Where the bags of a product that are for sale come from, and what may be said of all of them."""

from dataclasses import dataclass, field
from datetime import date

from flask import current_app

from shop.catalogue.batch_facts import BatchFacts, Lot, batch_facts
from shop.catalogue.region_share import RegionShare, region_share
from shop.clock import today
from shop.origin.claims import Batches, Claims, claims_on_all


@dataclass(frozen=True, slots=True)
class Blend:
    """Batches made of the same green coffee in the same shares."""

    batches: tuple[BatchFacts, ...]

    @property
    def lots(self) -> tuple[Lot, ...]:
        return self.batches[0].lots


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The same batches under the same revision on the same day make the same object, so what is
    drawn of it is kept (web/kept.py)."""

    blends: tuple[Blend, ...] = ()
    #: What may be said of every bag for sale.
    claims: Claims = ()

    @property
    def provinces(self) -> dict[str, str]:
        """Key → „Jaén“, in the order in which their growers are told."""
        lots = (lot for blend in self.blends for lot in blend.lots)
        return {grower.province_key: grower.province for lot in lots for grower in lot.growers}

    @property
    def region(self) -> RegionShare | None:
        """Of every batch for sale; None where none is known."""
        lots = (batch.lots for batch in self.batches)
        growers = [[grower for lot in of_batch for grower in lot.growers] for of_batch in lots]
        return region_share([[(one.province, one.share_bp) for one in of] for of in growers])

    @property
    def batches(self) -> list[BatchFacts]:
        """What expires first first."""
        every = (batch for blend in self.blends for batch in blend.batches)
        return sorted(every, key=lambda batch: (batch.best_before, batch.batch_id))


#: No batch is for sale, or none is known.
NOWHERE = Origin()


def product_origin(batch_ids: Batches, revision: int) -> Origin:
    """What is known of these batches; two queries, or none while `revision` and day last.

    `revision` is that of the records (`for_sale.py`), read no later than the batches were.
    """
    if not batch_ids:
        return NOWHERE
    memory = _memory(revision, today())
    if batch_ids not in memory.found:
        claims = claims_on_all(batch_ids, revision)
        facts = batch_facts(batch_ids, frozenset(claim.kind for claim in claims))
        memory.found[batch_ids] = Origin(_blends(facts), claims)
    return memory.found[batch_ids]


def _blends(facts: tuple[BatchFacts, ...]) -> tuple[Blend, ...]:
    found: dict[tuple[Lot, ...], list[BatchFacts]] = {}
    for batch in facts:
        found.setdefault(batch.lots, []).append(batch)
    return tuple(Blend(tuple(same)) for same in found.values())


@dataclass(frozen=True, slots=True)
class _Memory:
    revision: int
    day: date
    found: dict[Batches, Origin] = field(default_factory=dict)


def _memory(revision: int, day: date) -> _Memory:
    """What this app knows under this revision on this day; what was before is forgotten."""
    kept: _Memory | None = current_app.extensions.get("origins")
    if kept is None or (kept.revision, kept.day) != (revision, day):
        kept = current_app.extensions["origins"] = _Memory(revision, day)
    return kept
