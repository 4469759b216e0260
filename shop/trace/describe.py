"""Put what the database knows of a batch into the words of its page."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from shop.catalogue.rules import variant_name
from shop.money.cents import split
from shop.origin.claims import Claims
from shop.origin.lot_rules import FACTS
from shop.origin.paid import above_bp, base_usd_e4, eur_cents_per_kg, sayable
from shop.origin.split_document import read_parts
from shop.trace.batch_page import (
    Bagged,
    BatchPage,
    Fact,
    Grower,
    Paid,
    Related,
    ShownSplit,
    Source,
    SplitVersion,
)
from shop.trace.rules import Kilograms

_Row = Row[*tuple[Any, ...]]
_WHOLE_BP = 10_000


@lru_cache(maxsize=256)
def describe(came: tuple[_Row, ...], went: tuple[_Row, ...], claims: Claims) -> BatchPage:
    """From the rows of `statements.py` and what may be said today; kept by the contract of
    web/kept.py."""
    first = came[0]
    sources = _sources(came, {claim.kind for claim in claims})
    of: dict[str, list[_Row]] = {"bag": [], "split": [], "part": [], "set": []}
    for row in went:
        of[row.what].append(row)
    shown = _shown_splits(of["bag"], of["split"], first.batch_code)
    return BatchPage(
        id=first.batch_id,
        code=first.batch_code,
        is_set=first.batch_kind == "set",
        roaster=first.batch_roaster,
        made_on=first.batch_made_on,
        best_before=first.batch_best_before,
        blocked_at=first.batch_blocked_at,
        blocked_because=first.batch_blocked_because,
        blocked_as=first.batch_blocked_as,
        way=_way(first, sources, of["bag"], of["set"]),
        sources=sources,
        shares=_shares(sources),
        bagged=_bagged(of["bag"]),
        parts=_related(of["part"]),
        sets=_related(of["set"]),
        splits=shown,
        older_splits=_older(of["split"], shown),
        claims=claims,
    )


def _way(
    batch: _Row, sources: Sequence[Source], bags: Sequence[_Row], sets: Sequence[_Row]
) -> Kilograms:
    return Kilograms(
        from_lots=sum(lot.green_grams for lot in sources),
        green=batch.batch_green_grams,
        roasted=batch.batch_made_grams,
        in_bags=sum(row.grams for row in bags),
        in_sets=sum(row.grams for row in sets),
        packed=batch.batch_packed_grams,
        written_off=batch.batch_written_off_grams,
    )


def _sources(rows: Iterable[_Row], claimed: set[str]) -> tuple[Source, ...]:
    lots = _grouped((row for row in rows if row.lot_id), lambda row: row.lot_id)
    if not lots:
        return ()
    shares = split(_WHOLE_BP, [same[0].green_grams for same in lots])
    return tuple(_source(same, bp, claimed) for same, bp in zip(lots, shares, strict=True))


def _source(rows: list[_Row], share_bp: int, claimed: set[str]) -> Source:
    lot = rows[0]
    growers = _grouped((row for row in rows if row.coop_id), lambda row: row.coop_id)
    return Source(
        code=lot.lot_code,
        contract=lot.lot_contract,
        contracted_on=lot.lot_contracted_on,
        bought_grams=lot.lot_grams,
        used_grams=lot.lot_used_grams,
        green_grams=lot.green_grams,
        share_bp=share_bp,
        harvested_from=lot.lot_harvested_from,
        harvested_until=lot.lot_harvested_until,
        arrived_on=lot.lot_arrived_on,
        varieties=lot.lot_varieties,
        process=lot.lot_process,
        altitude_from=lot.lot_altitude_from,
        altitude_to=lot.lot_altitude_to,
        paid=_paid(lot, claimed),
        growers=tuple(_grower(same) for same in growers),
    )


def _paid(lot: _Row, claimed: set[str]) -> Paid | None:
    if lot.lot_fob_usd_e4 is None or lot.lot_fob_on is None:
        return None
    reference, rate = lot.lot_reference_usd_e4, lot.lot_usd_per_eur_e4
    fob, organic = lot.lot_fob_usd_e4, lot.lot_organic_usd_e4
    base = base_usd_e4(fob, organic)
    return Paid(
        fob_usd_e4=fob,
        fob_on=lot.lot_fob_on,
        fob_cents_per_kg=eur_cents_per_kg(fob, rate) if rate else None,
        usd_per_eur_e4=rate,
        rate_on=lot.lot_rate_on,
        rate_source=lot.lot_rate_source,
        reference_usd_e4=reference,
        reference_name=sayable(lot.lot_reference_name, claimed),
        reference_on=lot.lot_reference_on,
        above_bp=above_bp(fob, organic, reference, lot.lot_process),
        premium_usd_e4=lot.lot_premium_usd_e4,
        base_usd_e4=base,
        differential_usd_e4=fob - base,
    )


def _grower(rows: list[_Row]) -> Grower:
    one, told = rows[0], [row for row in rows if row.fact in FACTS]
    return Grower(
        id=one.coop_id,
        name=one.coop_name,
        province=one.coop_province,
        website=one.coop_website,
        share_bp=one.share_bp,
        source=one.share_source,
        stated_on=one.share_stated_on,
        facts=tuple(sorted(map(_fact, told), key=lambda fact: list(FACTS).index(fact.key))),
    )


def _fact(row: _Row) -> Fact:
    values = tuple(row._mapping[f"coop_{column}"] for column in FACTS[row.fact])
    return Fact(row.fact, values, row.fact_source, row.fact_url, row.fact_stated_on)


def _shares(sources: Iterable[Source]) -> tuple[tuple[str, str, int], ...]:
    weights: dict[tuple[str, str], int] = {}
    for lot in sources:
        for grower in lot.growers:
            who = (grower.name, grower.province)
            weights[who] = weights.get(who, 0) + lot.green_grams * grower.share_bp
    if not weights:
        return ()
    shares = zip(weights, split(_WHOLE_BP, list(weights.values())), strict=True)
    found = [(name, province, bp) for (name, province), bp in shares]
    return tuple(sorted(found, key=lambda share: (-share[2], share[0])))


def _shelved(row: _Row) -> tuple[int, ...]:
    """In the order of the catalogue, the smallest bag of a product first."""
    return row.position, row.id, row.unit_grams, row.place


def _bagged(bags: Iterable[_Row]) -> tuple[Bagged, ...]:
    by_product = _grouped(sorted(bags, key=_shelved), lambda row: row.id)
    return tuple(
        Bagged(
            slug=same[0].code,
            name=same[0].name,
            is_shown=same[0].state == "published",
            variants=tuple(variant_name(row.size, row.grind) for row in same),
            sizes=tuple(dict.fromkeys(row.size for row in same)),
            gtins=tuple(row.gtin for row in same if row.gtin),
            grams=sum(row.grams for row in same),
        )
        for same in by_product
    )


def _related(rows: Iterable[_Row]) -> tuple[Related, ...]:
    found = (Related(row.code, row.made_on, row.grams) for row in rows)
    return tuple(sorted(found, key=lambda one: (-one.grams, one.code)))


def _shown_splits(
    bags: Iterable[_Row], published: Iterable[_Row], batch: str
) -> tuple[ShownSplit, ...]:
    """One for each size of a product whose split is of today's price."""
    newest = {(row.id, row.size): row for row in sorted(published, key=lambda row: row.version)}
    known: dict[tuple[int, str], ShownSplit] = {}
    for row in sorted(bags, key=_shelved):
        if row.parts:
            known[row.id, row.size] = _shown_split(row, newest[row.id, row.size], batch)
    return tuple(known.values())


def _shown_split(bag: _Row, published: _Row, batch: str) -> ShownSplit:
    return ShownSplit(
        id=published.split_id,
        size=bag.size,
        price_cents=bag.price_cents,
        parts=read_parts(bag.parts),
        version=published.version,
        published_at=published.published_at,
        batch=batch,
        slug=bag.code,
        product=bag.name,
    )


def _older(rows: Iterable[_Row], shown: Sequence[ShownSplit]) -> tuple[SplitVersion, ...]:
    """Every version but those shown: the newest of a size, where that is of today's price."""
    newest_first = sorted(rows, key=lambda row: (row.name, row.size, -row.version))
    current = {(one.slug, one.size) for one in shown}
    older = []
    for (slug, size), same in groupby(newest_first, key=lambda row: (row.code, row.size)):
        older += list(same)[(slug, size) in current :]
    return tuple(
        SplitVersion(
            row.split_id, row.name, row.size, row.version, row.price_cents, row.published_at
        )
        for row in older
    )


def _grouped(rows: Iterable[_Row], key: Callable[[_Row], Hashable]) -> list[list[_Row]]:
    """Rows with the same key together, in the order in which each key is met first."""
    found: dict[Hashable, list[_Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return list(found.values())
