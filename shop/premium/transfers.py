"""Transfers as the staff see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, String, cast, literal, select
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.db import db
from shop.errors import NotThere
from shop.ledger.models import PremiumEntry
from shop.origin.models import GreenLot
from shop.premium.rules import MICRO_PER_CENT

#: The newest ones; the file of the public page has all sums.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Transfer:
    """What was transferred, and the reason if it counts no more."""

    id: int
    #: Of the green lot; empty for the projects.
    code: str
    cents: int
    paid_on: date
    document: str
    person: str
    booked_at: datetime
    undone_because: str


def transfers() -> list[Transfer]:
    """The newest first."""
    found = _FOUND.order_by(PremiumEntry.business_date.desc(), PremiumEntry.id.desc())
    return [_transfer(row) for row in db.session.execute(found.limit(SHOWN))]


def transfer_by_id(transfer_id: int) -> Transfer:
    """Refuses with `NotThere`."""
    row = db.session.execute(_FOUND.where(PremiumEntry.id == transfer_id)).first()
    if row is None:
        raise NotThere
    return _transfer(row)


_against = aliased(PremiumEntry)
_FOUND: Select[*tuple[Any, ...]] = (
    select(PremiumEntry, GreenLot.code, Person.name, _against.document)
    .outerjoin(GreenLot, GreenLot.id == PremiumEntry.green_lot_id)
    .outerjoin(Person, Person.id == PremiumEntry.person_id)
    # As `undo_transfer` names it.
    .outerjoin(
        _against,
        _against.source == literal("transfer_undone:", String) + cast(PremiumEntry.id, String),
    )
    .where(PremiumEntry.kind == "transfer", PremiumEntry.micro < 0)
)


def _transfer(row: Row[*tuple[Any, ...]]) -> Transfer:
    entry, code, person, because = row
    return Transfer(
        entry.id,
        code or "",
        -entry.micro // MICRO_PER_CENT,
        entry.business_date,
        entry.document,
        person or "",
        entry.booked_at,
        because or "",
    )
