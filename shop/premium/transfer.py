"""Book what was transferred to the growers of a green lot, or to the projects."""

from datetime import date

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.clock import now, today
from shop.db import db
from shop.ledger.models import PremiumEntry
from shop.origin.begin_change import begin_change
from shop.premium.queries import accounts
from shop.premium.rules import MICRO_PER_CENT, AlreadyBooked, refuse_transfer
from shop.web.filters import euro


def transfer(
    green_lot_id: int | None,
    cents: int,
    paid_on: date,
    document: str,
    key: str,
    person_id: int | None,
) -> int:
    """Its id. Without a lot it went to the projects; `document` says to whom, and what proves it.

    Whoever books at the same time waits, so that nothing is paid twice: neither the same form,
    known by its `key` (raises `AlreadyBooked`), nor what somebody else just paid. Raises
    `NothingToTransfer`, `NotYet`, `MoreThanOpen`, `BeforeAnyDebt`. Does not commit.
    """
    begin_change()
    source = f"transfer:{key}"
    if db.session.scalar(select(PremiumEntry.id).where(PremiumEntry.source == source)):
        raise AlreadyBooked
    found = [
        account
        for account in accounts(db.session.connection())
        if account.green_lot_id == green_lot_id
    ]
    open_cents, since = (found[0].open_cents, found[0].since) if found else (0, None)
    refuse_transfer(cents, paid_on, today(), open_cents, since)
    entry = PremiumEntry(
        kind="transfer",
        purpose="project" if green_lot_id is None else "premium",
        source=source,
        green_lot_id=green_lot_id,
        micro=-cents * MICRO_PER_CENT,
        business_date=paid_on,
        booked_at=now(),
        document=document,
        person_id=person_id,
    )
    db.session.add(entry)
    db.session.flush()
    noted = {
        "account": found[0].code,
        "amount": euro(cents),
        "paid_on": paid_on,
        "document": document,
    }
    note_change("transfer", entry.id, {}, noted, person_id)
    return entry.id
