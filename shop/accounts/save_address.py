"""Keep an address for the next order."""

from typing import TypedDict

from sqlalchemy import func, insert, select, update

from shop.accounts.address_models import SavedAddress
from shop.accounts.models import Person
from shop.clock import now
from shop.db import db, rows_changed
from shop.errors import NotThere, Refused

#: More than these nobody has looked through.
MOST = 20


class TooManyAddresses(Refused):
    """There are `MOST` of them already."""


class Address(TypedDict):
    """Columns of `saved_addresses` that a customer fills in."""

    kind: str
    name: str
    extra: str
    phone: str
    street: str
    postcode: str
    city: str
    country: str


def save_address(
    person_id: int, address: Address, address_id: int | None = None, *, is_default: bool = False
) -> int:
    """Adds it, or changes the one with this id; the answer is its id. Does not commit.

    One that is there already word for word is not kept twice. The first of its kind is the one the
    checkout begins with, and so is each that is saved as such. Raises `TooManyAddresses`, and
    `NotThere` where the id is nobody's or somebody else's.
    """
    # Whoever else saves one of this person waits here: two cannot both be the twentieth.
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    if address_id is None:
        address_id = _same(person_id, address) or _added(person_id, address)
    else:
        _change(person_id, address, address_id)
    if is_default or _has_no_default(person_id, address["kind"]):
        _begin_with(person_id, address["kind"], address_id)
    return address_id


def _same(person_id: int, address: Address) -> int | None:
    columns = SavedAddress.__table__.columns
    return db.session.scalar(
        select(SavedAddress.id)
        .where(SavedAddress.person_id == person_id)
        .where(*(columns[name] == value for name, value in address.items()))
        .limit(1)
    )


def _added(person_id: int, address: Address) -> int:
    count = select(func.count()).where(SavedAddress.person_id == person_id)
    if (db.session.scalar(count) or 0) >= MOST:
        raise TooManyAddresses
    row = {**address, "person_id": person_id, "saved_at": now(), "is_default": False}
    return db.session.scalars(insert(SavedAddress).values(row).returning(SavedAddress.id)).one()


def _change(person_id: int, address: Address, address_id: int) -> None:
    met = rows_changed(
        update(SavedAddress)
        .where(
            SavedAddress.id == address_id,
            SavedAddress.person_id == person_id,
            SavedAddress.kind == address["kind"],
        )
        .values(**address)
    )
    if not met:
        raise NotThere


def _has_no_default(person_id: int, kind: str) -> bool:
    found = select(SavedAddress.id).where(
        SavedAddress.person_id == person_id,
        SavedAddress.kind == kind,
        SavedAddress.is_default.is_(True),
    )
    return db.session.scalar(found.limit(1)) is None


def _begin_with(person_id: int, kind: str, address_id: int) -> None:
    of_kind = (SavedAddress.person_id == person_id, SavedAddress.kind == kind)
    # In two steps: the index allows one at any moment.
    rows_changed(
        update(SavedAddress)
        .where(*of_kind, SavedAddress.is_default.is_(True), SavedAddress.id != address_id)
        .values(is_default=False)
    )
    rows_changed(
        update(SavedAddress).where(*of_kind, SavedAddress.id == address_id).values(is_default=True)
    )
