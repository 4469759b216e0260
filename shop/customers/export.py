"""All that is stored about somebody, for themselves (Art. 15, 20 GDPR)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select

from shop.accounts.models import Person
from shop.checkout.models import Draft
from shop.clock import berlin, now
from shop.customers.export_scope import EXPORTED
from shop.customers.queries import order_ids_of, orders_known_as
from shop.db import Base, db
from shop.mail.models import OutboxMail
from shop.returns.models import Withdrawal

Row = dict[str, Any]

#: What stands below each order, by the column that leads there.
_OF_ORDER = (
    *("order_lines", "order_texts", "order_events", "order_notes", "order_erasures", "parcels"),
    *("payment_attempts", "refunds", "disputes", "payment_warnings"),
)
#: Below a row of these: table → (what is below, its column).
_BELOW = {"order_lines": ("order_line_vat", "line_id"), "refunds": ("refund_lines", "refund_id")}
_OF_PERSON = (
    *("sign_in_sessions", "authenticators", "passkeys", "recovery_codes", "account_links"),
    "saved_addresses",
)
#: Parameters for the provider that only say where its answer goes.
_TECHNICAL = {"metadata", "success_url", "cancel_url"}


@dataclass(frozen=True, slots=True)
class _Of:
    """Whose data: of an account, of a mailbox, or both."""

    person_id: int | None
    email: str
    order_ids: Sequence[int]
    #: Whether all that went to the mailbox is theirs, or only what is about these orders.
    whole_mailbox: bool


def export_account(person: Person) -> Row:
    """Everything about a customer: the account, its orders, and what else went to its mailbox.

    Not what guests ordered with it since: that may be somebody else. Moments are
    those of Berlin, amounts cents, weights grams.
    """
    return _export(_Of(person.id, person.email, orders_known_as(person), whole_mailbox=False))


def export_mailbox(email: str) -> Row:
    """Everything about whoever has this mailbox, with an account or as a guest.

    Whoever asks must have been found to be that person before.
    """
    address = email.strip().lower()
    person_id = db.session.scalar(select(Person.id).where(func.lower(Person.email) == address))
    ids = order_ids_of(person_id, address)
    return _export(_Of(person_id, address, ids, whole_mailbox=True))


def _export(whose: _Of) -> Row:
    own: Row = {"exported_at": _plain(now()), "email": whose.email}
    if whose.person_id is not None:
        person = _table("people")
        own["people"] = _rows(person, person.c.id == whose.person_id)
        for name in _OF_PERSON:
            table = _table(name)
            own[name] = _rows(table, table.c.person_id == whose.person_id)
    requests = _table("account_requests")
    own["account_requests"] = _rows(requests, requests.c.email == whose.email)
    own["checkout_drafts"] = _rows(
        _table("checkout_drafts"),
        func.lower(Draft.answers["email"].as_string()) == whose.email,
    )
    own["orders"] = _orders(whose.order_ids)
    declared = _declared(whose)
    own["withdrawals"] = _rows(_table("withdrawals"), declared)
    own["outbox"] = _rows(_table("outbox"), _written(whose, declared))
    return own


def _declared(whose: _Of) -> ColumnElement[bool]:
    """Withdrawals of these orders, and with the mailbox those that name no order we know."""
    of_mailbox = func.lower(Withdrawal.email) == whose.email
    if not whose.whole_mailbox:
        of_mailbox &= Withdrawal.order_id.is_(None)
    return or_(Withdrawal.order_id.in_(whose.order_ids), of_mailbox)


def _written(whose: _Of, declared: ColumnElement[bool]) -> ColumnElement[bool]:
    """Mails about these orders and withdrawals, and what else went to the mailbox."""
    of_mailbox = func.lower(OutboxMail.recipient) == whose.email
    if not whose.whole_mailbox:
        numbers = db.session.scalars(select(Withdrawal.number).where(declared))
        keys = [f"withdrawal-received:{number}" for number in numbers]
        of_mailbox &= OutboxMail.news.not_like("order-%")
        of_mailbox &= or_(
            OutboxMail.dedupe_key.not_like("withdrawal-%"), OutboxMail.dedupe_key.in_(keys)
        )
    return or_(
        of_mailbox, OutboxMail.news.startswith("order-") & OutboxMail.about.in_(whose.order_ids)
    )


def _orders(ids: Sequence[int]) -> list[Row]:
    orders = _table("orders")
    found = _keyed(orders, orders.c.id.in_(ids), "id")
    for name in _OF_ORDER:
        table = _table(name)
        below = _below(name, ids)
        for order_id, rows in _grouped(table, table.c.order_id.in_(ids), "order_id", below):
            found[order_id][name] = rows
    return list(found.values())


def _below(name: str, ids: Sequence[int]) -> Callable[[Any, Row], None] | None:
    if name not in _BELOW:
        return None
    below, column = _BELOW[name]
    above, table = _table(name), _table(below)
    of_these = select(above.c.id).where(above.c.order_id.in_(ids))
    groups = dict(_grouped(table, table.c[column].in_(of_these), column))

    def _put(key: Any, row: Row) -> None:
        row[below] = groups.get(key, [])

    return _put


def _rows(table: Table, condition: ColumnElement[bool]) -> list[Row]:
    return [shown for _row, shown in _read(table, condition)]


def _keyed(table: Table, condition: ColumnElement[bool], column: str) -> dict[Any, Row]:
    return {getattr(row, column): shown for row, shown in _read(table, condition)}


def _grouped(
    table: Table,
    condition: ColumnElement[bool],
    column: str,
    more: Callable[[Any, Row], None] | None = None,
) -> Iterable[tuple[Any, list[Row]]]:
    rows = sorted(_read(table, condition), key=lambda pair: getattr(pair[0], column))
    for key, same in groupby(rows, key=lambda pair: getattr(pair[0], column)):
        shown = []
        for row, own in same:
            if more:
                more(row.id, own)
            shown.append(own)
        yield key, shown


def _read(table: Table, condition: ColumnElement[bool]) -> list[tuple[Any, Row]]:
    keys = list(table.primary_key.columns)
    rows = db.session.execute(select(table).where(condition).order_by(*keys)).all()
    left_out = EXPORTED[table.name]
    names = [column.name for column in table.columns if column.name not in left_out]
    return [(row, {name: _plain(getattr(row, name)) for name in names}) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return berlin(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if key not in _TECHNICAL}
    return value


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
