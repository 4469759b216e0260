"""A transfer was booked wrongly: an entry against it, and why."""

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.clock import now, today
from shop.db import db, insert_missing
from shop.ledger.models import PremiumEntry
from shop.origin.begin_change import begin_change
from shop.premium.rules import CannotBeUndone


def undo_transfer(transfer_id: int, reason: str, person_id: int | None) -> None:
    """What it paid is open again, from today on: what was published of earlier quarters stays.

    Raises `CannotBeUndone` for anything but a transfer that still counts. Does not commit.
    """
    begin_change()
    wrong = db.session.scalar(
        select(PremiumEntry).where(
            PremiumEntry.id == transfer_id,
            PremiumEntry.kind == "transfer",
            PremiumEntry.micro < 0,
        )
    )
    if wrong is None:
        raise CannotBeUndone
    row = {
        "kind": "transfer",
        "purpose": wrong.purpose,
        "source": undone_by(wrong.id),
        "green_lot_id": wrong.green_lot_id,
        "units": 0,
        "coffee_grams": 0,
        "micro": -wrong.micro,
        "business_date": today(),
        "booked_at": now(),
        "document": reason,
        "person_id": person_id,
    }
    if not insert_missing(PremiumEntry, [row]):
        raise CannotBeUndone
    note_change("transfer", wrong.id, {"undone": None}, {"undone": reason}, person_id)


def undone_by(transfer_id: int) -> str:
    """The source of the entry against a transfer: there is one at most."""
    return f"transfer_undone:{transfer_id}"
