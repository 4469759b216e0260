"""What somebody has to look after: batches that end, wait, are blocked, or lack something."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, or_, select

from shop.clock import today
from shop.db import db
from shop.origin.batch_queries import IS_HERE, LEFT
from shop.origin.models import Batch, GreenLot
from shop.origin.proof_models import Split
from shop.origin.rules import last_day_to_sell

#: From this day on coffee needs its papers: Art. 38 (2) of (EU) 2023/1115.
EUDR_FROM = date(2026, 12, 30)


def expiring_batches(days: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Best before within so many days, or over, and still here."""
    return _batches(Batch.best_before <= today() + timedelta(days=days), IS_HERE)


def loose_batches() -> Sequence[Row[*tuple[Any, ...]]]:
    """Neither packed nor written off, and good to be packed."""
    return _batches(LEFT > 0, Batch.blocked_at.is_(None), Batch.best_before >= today())


def blocked_batches() -> Sequence[Row[*tuple[Any, ...]]]:
    """Until they are unblocked, or nobody would drink them any more."""
    return _batches(Batch.blocked_at.is_not(None), Batch.best_before >= today())


def batches_without_split() -> Sequence[Row[*tuple[Any, ...]]]:
    """What is here of them may be sold, and nobody can read where their price goes."""
    published = exists().where(Split.batch_id == Batch.id)
    return _batches(
        ~published,
        IS_HERE,
        Batch.blocked_at.is_(None),
        Batch.best_before >= last_day_to_sell(today()),
    )


def lots_without_papers() -> Sequence[Row[*tuple[Any, ...]]]:
    """Contracted or come since the EUDR counts, without a role or without its reference number.

    A trader needs none.
    """
    number_missing = GreenLot.eudr_role.in_(("operator", "downstream_operator")) & (
        GreenLot.eudr_reference == ""
    )
    return db.session.execute(
        select(GreenLot.code, GreenLot.eudr_role, GreenLot.arrived_on)
        .where(
            or_(GreenLot.contracted_on >= EUDR_FROM, GreenLot.arrived_on >= EUDR_FROM),
            or_(GreenLot.eudr_role == "", number_missing),
        )
        .order_by(GreenLot.id)
    ).all()


def _batches(*wanted: ColumnElement[bool]) -> Sequence[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(
            Batch.id,
            Batch.code,
            Batch.kind,
            Batch.best_before,
            Batch.blocked_at,
            Batch.blocked_because,
            Batch.blocked_as,
            LEFT.label("left"),
        )
        .where(*wanted)
        .order_by(Batch.best_before, Batch.id)
    ).all()
