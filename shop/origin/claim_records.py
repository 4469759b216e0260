"""What claims stand on, and which batches they cover: parts of statements."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Row, Select, Subquery, func, literal, select, union_all
from sqlalchemy.orm import aliased

from shop.origin.claim_rules import Evidence, Stand
from shop.origin.models import BatchSource
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
            Certificate.number,
            Certificate.control_body_code,
            Certificate.certifier,
            Certificate.valid_from,
            Certificate.valid_until,
            Certificate.verify_url,
            Certificate.file_sha256,
            Certificate.file_name,
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


def stand(rows: Iterable[Row[*tuple[Any, ...]]]) -> Stand:
    """Of the rows of one claim."""
    found = list(rows)
    return Stand(
        kind=found[0].kind,
        is_withdrawn=found[0].withdrawn_at is not None,
        evidence=tuple(_evidence(row) for row in found if row.is_named),
        of_shop=tuple(_evidence(row) for row in found if not row.is_named),
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
        code=row.control_body_code,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_on=row.revoked_on,
    )
