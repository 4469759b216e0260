"""Order from a supplier."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import db
from shop.purchasing.models import Purchase
from shop.purchasing.rules import Terms, Wish, as_noted, number_of
from shop.purchasing.write_lines import in_words, write_lines


def place_purchase(terms: Terms, wishes: Sequence[Wish], key: str, person_id: int | None) -> int:
    """Its id; the same `key` gives the same purchase, so that a double click orders once.

    Raises `NeedsBatch` for bags of coffee. Refuses a purchase of nothing. Does not commit.
    """
    known = db.session.scalar(select(Purchase.id).where(Purchase.key == key))
    if known is not None:
        return known
    made = Purchase(
        # Nobody's, until the id is known.
        number=secrets.token_hex(10),
        key=key,
        supplier=terms.supplier,
        supplier_contact=terms.supplier_contact,
        ordered_on=terms.ordered_on,
        expected_on=terms.expected_on,
        note=terms.note,
        state="open",
        person_id=person_id,
        made_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    made.number = number_of(made.id)
    write_lines(made.id, wishes)
    noted = as_noted(terms, in_words(wishes)) | {"state": "open"}
    note_change("purchase_order", made.id, {}, noted, person_id)
    return made.id
