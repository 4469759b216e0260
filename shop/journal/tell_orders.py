"""What happened to orders, in words: nothing of the customer, of a note only that there is one."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from flask import get_template_attribute
from flask_babel import gettext as _
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.history import ChangedValue
from shop.audit.words import Thing
from shop.db import execute
from shop.fulfilment.models import OrderNote
from shop.journal.lines import Line
from shop.orders.models import Order, OrderEvent
from shop.refunds.models import Refund
from shop.web.filters import euro


def tell_events(ids: Collection[int]) -> Mapping[int, Line]:
    rows = _of_orders(
        OrderEvent,
        ids,
        OrderEvent.from_state,
        OrderEvent.to_state,
        OrderEvent.note,
        OrderEvent.happened_at.label("at"),
    )
    return {row.id: _event(row) for row in rows}


def tell_notes(ids: Collection[int]) -> Mapping[int, Line]:
    rows = _of_orders(OrderNote, ids, OrderNote.noted_at.label("at"))
    return {row.id: _line(row, _("Notiz geschrieben")) for row in rows}


def tell_refunds(ids: Collection[int]) -> Mapping[int, Line]:
    rows = _of_orders(Refund, ids, Refund.amount_cents, Refund.requested_at.label("at"))
    return {
        row.id: _line(
            row, _("Erstattung angewiesen"), ChangedValue(_("Betrag"), "–", euro(row.amount_cents))
        )
        for row in rows
    }


def _of_orders(table: Any, ids: Collection[int], *columns: Any) -> Any:
    return execute(
        select(
            *(table.id, table.person_id, Order.number, Order.delivery),
            Person.name.label("person"),
            *columns,
        )
        .join(Order, Order.id == table.order_id)
        .outerjoin(Person, Person.id == table.person_id)
        .where(table.id.in_(ids))
    )


def _event(row: Any) -> Line:
    before, after = _state(row.from_state, row), _state(row.to_state, row)
    moved = (ChangedValue(_("Zustand"), before, after),) if before != after else ()
    note = str(get_template_attribute("fulfilment/staff/note.html", "note_words")(row.note))
    what = _("Bestellung weiter") if moved else _("an der Bestellung vermerkt")
    return _line(row, what, *moved, reason=note.strip() if row.note else "")


def _state(state: str, row: Any) -> str:
    words = get_template_attribute("fulfilment/staff/state.html", "state_words")
    return str(words(state, row.delivery)).strip() if state else "–"


def _line(row: Any, what: str, *values: ChangedValue, reason: str = "") -> Line:
    order = Thing(row.number, f"/auftraege/{quote(row.number)}")
    return Line(row.at, row.person_id, row.person or "", what, (order,), values, reason)
