"""Schemes, certificates and claims as the staff see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, func, select

from shop.accounts.models import Person
from shop.clock import today
from shop.db import db
from shop.origin.claim_records import (
    claim_rows,
    coffee,
    coffees,
    hands_of_lots,
    lots_with_hands,
    stand,
)
from shop.origin.claim_rules import (
    Coffee,
    Evidence,
    Hands,
    Obstacle,
    Stand,
    coffees_of,
    obstacles,
    periods,
    uncertified_growers,
)
from shop.origin.models import Batch, BatchSource, GreenLot
from shop.origin.proof_choices import cooperative_choices
from shop.origin.proof_models import Certificate, Claim, ClaimEvidence, ClaimLot, Scheme
from shop.origin.withdraw_claim import UnknownClaim

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, and whether it may be said of any coffee today."""

    id: int
    kind: str
    text: str
    specification: str
    origin_line: str
    is_withdrawn: bool
    #: Why not, with the certificate that it is about; empty as soon as one green lot may carry it.
    obstacles: tuple[tuple[Obstacle, Evidence | None], ...]
    #: From when to when it may be said, as far as is known today.
    periods: tuple[tuple[date, date], ...]
    stand: Stand

    @property
    def is_said(self) -> bool:
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch with green coffee that a claim covers."""

    code: str
    roaster: str
    #: Codes of the green lots in it which the claim does not cover.
    not_covered: tuple[str, ...]
    #: Why it is not said of this one, with the certificate that it is about.
    obstacles: tuple[tuple[Obstacle, Evidence | None], ...]
    #: Names of cooperatives in it without the certificate that others have.
    uncertified: tuple[str, ...]


def schemes() -> Rows:
    """With the number of certificates of each."""
    count = (
        select(func.count())
        .select_from(Certificate)
        .where(Certificate.scheme_id == Scheme.id)
        .scalar_subquery()
    )
    return db.session.execute(
        select(Scheme, count.label("certificates")).order_by(Scheme.name)
    ).all()


def certificates() -> Rows:
    """Those that end last first; with scheme, and the number of claims not withdrawn."""
    return db.session.execute(
        select(Certificate, Scheme.name.label("scheme"), _claims_of().label("claims"))
        .join(Scheme, Scheme.id == Certificate.scheme_id)
        .order_by(Certificate.valid_until.desc(), Certificate.id.desc())
    ).all()


def certificate(certificate_id: int) -> Row[*tuple[Any, ...]] | None:
    """With its scheme, and who checked it."""
    return db.session.execute(
        select(Certificate, Scheme, Person.name.label("checked_by"))
        .join(Scheme, Scheme.id == Certificate.scheme_id)
        .outerjoin(Person, Person.id == Certificate.checked_by)
        .where(Certificate.id == certificate_id)
    ).first()


def claims_on(certificate_id: int) -> Rows:
    """Claims not withdrawn that name this certificate."""
    return db.session.execute(
        select(Claim.id, Claim.text, Claim.specification)
        .join(ClaimEvidence, ClaimEvidence.claim_id == Claim.id)
        .where(ClaimEvidence.certificate_id == certificate_id, Claim.withdrawn_at.is_(None))
        .order_by(Claim.id)
    ).all()


def claims() -> list[ClaimRow]:
    """All of them, those not withdrawn first."""
    rows = db.session.execute(claim_rows().order_by(Claim.id)).all()
    lots = hands_of_lots(db.session.execute(lots_with_hands()))
    found = [_claim(same, lots[id]) for id, same in groupby(rows, key=lambda row: row.claim_id)]
    return sorted(found, key=lambda claim: (claim.is_withdrawn, claim.kind != "organic", claim.id))


def claim(claim_id: int) -> ClaimRow:
    """Refuses with `UnknownClaim`."""
    rows = db.session.execute(claim_rows().where(Claim.id == claim_id)).all()
    if not rows:
        raise UnknownClaim
    lots = db.session.execute(lots_with_hands().where(ClaimLot.claim_id == claim_id))
    return _claim(rows, hands_of_lots(lots)[claim_id])


def lots_of(claim_id: int) -> Rows:
    return db.session.execute(
        select(GreenLot.id, GreenLot.code, GreenLot.contract)
        .join(ClaimLot, ClaimLot.green_lot_id == GreenLot.id)
        .where(ClaimLot.claim_id == claim_id)
        .order_by(GreenLot.code)
    ).all()


def batches_of(found: ClaimRow) -> list[BatchRow]:
    """Batches not too old with green coffee that the claim covers, newest first."""
    lots = select(ClaimLot.green_lot_id).where(ClaimLot.claim_id == found.id)
    touched = (
        select(BatchSource.batch_id)
        .join(Batch, Batch.id == BatchSource.batch_id)
        .where(BatchSource.green_lot_id.in_(lots), Batch.best_before >= today())
    )
    made = coffees(touched)
    rows = db.session.execute(
        select(Batch.code, made, GreenLot.code.label("lot"), GreenLot.id.in_(lots).label("covers"))
        .join(made, made.c.batch_id == Batch.id)
        .join(BatchSource, BatchSource.batch_id == Batch.id)
        .join(GreenLot, GreenLot.id == BatchSource.green_lot_id)
        .order_by(Batch.made_on.desc(), Batch.id.desc(), GreenLot.code)
    ).all()
    names = dict(cooperative_choices())
    return [_batch(found.stand, list(same), names) for _, same in groupby(rows, lambda row: row[0])]


def _claims_of() -> Any:
    return (
        select(func.count())
        .select_from(ClaimEvidence)
        .join(Claim, Claim.id == ClaimEvidence.claim_id)
        .where(ClaimEvidence.certificate_id == Certificate.id, Claim.withdrawn_at.is_(None))
        .scalar_subquery()
    )


def _batch(on: Stand, rows: Rows, names: Mapping[int, str]) -> BatchRow:
    batch = coffee(rows[0])
    without = uncertified_growers(on, batch)
    return BatchRow(
        code=rows[0].code,
        roaster=batch.maker,
        not_covered=tuple(row.lot for row in rows if not row.covers),
        obstacles=tuple(obstacles(on, batch, today())),
        uncertified=tuple(sorted(names[grower] for grower in without)),
    )


def _claim(rows: Iterable[Row[*tuple[Any, ...]]], lots: Iterable[Hands]) -> ClaimRow:
    found = list(rows)
    on, first = stand(found), found[0]
    known = coffees_of(on, lots)
    return ClaimRow(
        id=first.claim_id,
        kind=first.kind,
        text=first.text,
        specification=first.specification,
        origin_line=first.origin_line,
        is_withdrawn=on.is_withdrawn,
        obstacles=_obstacles_of_all(on, known),
        periods=tuple(periods(on, known)),
        stand=on,
    )


def _obstacles_of_all(
    on: Stand, known: Iterable[Coffee]
) -> tuple[tuple[Obstacle, Evidence | None], ...]:
    """None if there is one coffee without any; else all there are."""
    each = [list(obstacles(on, coffee, today())) for coffee in known]
    if not all(each):
        return ()
    return tuple(dict.fromkeys(one for found in each for one in found))
