"""What claims stand on, and which batches they cover: parts of statements."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    Select,
    String,
    Subquery,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from shop.origin.claim_rules import Coffee, Evidence, Hands, Stand
from shop.origin.models import Batch, BatchPart, BatchSource, GreenShare
from shop.origin.proof_models import Certificate, Claim, ClaimEvidence, ClaimLot, Scheme


def claim_rows() -> Select[*tuple[Any, ...]]:
    """A row for each claim and certificate it names, and for each of the shop's organic ones."""
    pairs = _pairs()
    return (
        select(
            Claim.id.label("claim_id"),
            Claim.kind,
            Claim.text,
            Claim.specification,
            Claim.origin_line,
            Claim.withdrawn_at,
            pairs.c.is_named,
            Certificate.id.label("certificate_id"),
            Certificate.holder_kind,
            Certificate.holder,
            Certificate.cooperative_id,
            Certificate.number,
            Certificate.control_body_code,
            Certificate.certifier,
            Certificate.valid_from,
            Certificate.valid_until,
            Certificate.verify_url,
            Certificate.file_sha256,
            Certificate.file_name,
            Certificate.file_type,
            Certificate.revoked_on,
            Scheme.name.label("scheme"),
            Scheme.kind.label("scheme_kind"),
            Scheme.criteria_url,
            Scheme.permitted_because,
            Scheme.mark_sha256,
        )
        .select_from(Claim)
        .join(pairs, pairs.c.claim_id == Claim.id)
        .join(Certificate, Certificate.id == pairs.c.certificate_id)
        .join(Scheme, Scheme.id == Certificate.scheme_id)
    )


def covered(batch_ids: BindParameter[Any] | Select[int]) -> Subquery:
    """Each of these batches with each claim that covers every green lot of it."""
    of_batch = aliased(BatchSource)
    lots = (
        select(func.count())
        .select_from(of_batch)
        .where(of_batch.batch_id == BatchSource.batch_id)
        .scalar_subquery()
    )
    return (
        select(BatchSource.batch_id, ClaimLot.claim_id)
        .join(ClaimLot, ClaimLot.green_lot_id == BatchSource.green_lot_id)
        .where(BatchSource.batch_id.in_(batch_ids))
        .group_by(BatchSource.batch_id, ClaimLot.claim_id)
        .having(func.count() == lots)
        .subquery("covered")
    )


def coffees(batch_ids: BindParameter[Any] | Select[int]) -> Subquery:
    """Each of these batches with what `coffee` reads."""
    growers = (
        select(
            BatchSource.batch_id,
            func.aggregate_strings(cast(GreenShare.cooperative_id, String), ",").label("growers"),
        )
        .join(GreenShare, GreenShare.green_lot_id == BatchSource.green_lot_id)
        .where(BatchSource.batch_id.in_(batch_ids))
        .group_by(BatchSource.batch_id)
        .subquery("growers")
    )
    made = _made(batch_ids)
    return (
        select(made.c.batch_id, made.c.made, growers.c.growers, Batch.roaster)
        .join(Batch, Batch.id == made.c.batch_id)
        .outerjoin(growers, growers.c.batch_id == made.c.batch_id)
        .subquery("coffees")
    )


def coffee(row: Row[*tuple[Any, ...]]) -> Coffee:
    """Of a row of `coffees`."""
    days_and_makers = (one.split(" ", 1) for one in row.made.split("\n"))
    return Coffee(
        growers=frozenset(int(grower) for grower in (row.growers or "").split(",") if grower),
        maker=row.roaster,
        made=frozenset((maker, date.fromisoformat(day)) for day, maker in days_and_makers),
    )


def lots_with_hands() -> Select[*tuple[Any, ...]]:
    """Each claim with each green lot it covers, each cooperative in that, and who roasted of it."""
    roasted = (
        select(BatchSource.green_lot_id, Batch.roaster)
        .join(Batch, Batch.id == BatchSource.batch_id)
        .where(Batch.kind == "roast")
        .distinct()
        .subquery("roasted")
    )
    return (
        select(
            ClaimLot.claim_id, ClaimLot.green_lot_id, GreenShare.cooperative_id, roasted.c.roaster
        )
        .join(GreenShare, GreenShare.green_lot_id == ClaimLot.green_lot_id)
        .outerjoin(roasted, roasted.c.green_lot_id == ClaimLot.green_lot_id)
    )


def hands_of_lots(rows: Iterable[Row[*tuple[Any, ...]]]) -> defaultdict[int, set[Hands]]:
    """Claim → through whose hands its green lots went; of rows of `lots_with_hands`."""
    growers: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    makers: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for claim_id, lot_id, grower, maker in rows:
        growers[claim_id, lot_id].add(grower)
        makers[claim_id, lot_id] |= {maker} if maker else set()
    found: defaultdict[int, set[Hands]] = defaultdict(set)
    for lot in growers:
        found[lot[0]].add(Hands(frozenset(growers[lot]), frozenset(makers[lot])))
    return found


def stand(rows: Iterable[Row[*tuple[Any, ...]]]) -> Stand:
    """Of the rows of one claim."""
    found = list(rows)
    return Stand(
        kind=found[0].kind,
        is_withdrawn=found[0].withdrawn_at is not None,
        evidence=tuple(_evidence(row) for row in found if row.is_named),
        of_shop=tuple(_evidence(row) for row in found if not row.is_named),
    )


def _made(batch_ids: BindParameter[Any] | Select[int]) -> Subquery:
    """Each batch with a line „2026-10-05 Rösterei“ for itself and each batch in it."""
    inside = (
        select(Batch.id.label("batch_id"), Batch.id.label("part_id"))
        .where(Batch.id.in_(batch_ids))
        .cte("inside", recursive=True)
    )
    inside = inside.union(
        select(inside.c.batch_id, BatchPart.part_id).join(
            BatchPart, BatchPart.batch_id == inside.c.part_id
        )
    )
    told = cast(Batch.made_on, String) + " " + Batch.roaster
    return (
        select(inside.c.batch_id, func.aggregate_strings(told, "\n").label("made"))
        .join(Batch, Batch.id == inside.c.part_id)
        .group_by(inside.c.batch_id)
        .subquery("made")
    )


def _pairs() -> Subquery:
    named = select(
        ClaimEvidence.claim_id, ClaimEvidence.certificate_id, literal(1).label("is_named")
    )
    of_shop = (
        select(Claim.id, Certificate.id, literal(0))
        .join(Certificate, Certificate.holder_kind == "shop")
        .join(Scheme, Scheme.id == Certificate.scheme_id)
        .where(Scheme.kind == "organic")
    )
    return union_all(named, of_shop).subquery("pairs")


def _evidence(row: Row[*tuple[Any, ...]]) -> Evidence:
    return Evidence(
        certificate_id=row.certificate_id,
        scheme=row.scheme,
        scheme_kind=row.scheme_kind,
        is_permitted=bool(row.permitted_because),
        holder_kind=row.holder_kind,
        holder=row.holder,
        cooperative_id=row.cooperative_id,
        code=row.control_body_code,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_on=row.revoked_on,
    )
