"""Nothing of a purchase has come yet, and something else was ordered."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db, execute
from shop.purchasing.hold_purchase import hold_purchase
from shop.purchasing.models import Purchase, PurchaseLine, Receipt
from shop.purchasing.rules import NotOpen, SomethingCame, Terms, Wish, as_noted
from shop.purchasing.write_lines import in_words, write_lines


def change_purchase(
    purchase_id: int,
    terms: Terms,
    wishes: Sequence[Wish],
    person_id: int | None,
    *,
    seen: int | None = None,
) -> None:
    """Other terms and other lines, all of them. `seen`: the newest change the form knew of.

    Raises `NotOpen`, `SomethingCame`, `ChangedMeanwhile`. Does not commit.
    """
    found, lines = hold_purchase(purchase_id)
    if found.state != "open":
        raise NotOpen
    # Receipts taken back name their lines for ever.
    if db.session.scalar(select(Receipt.id).where(Receipt.order_id == purchase_id).limit(1)):
        raise SomethingCame
    refuse_unseen("purchase_order", purchase_id, seen)
    before = as_noted(_terms(found), in_words(_wishes(purchase_id)))
    execute(delete(PurchaseLine).where(PurchaseLine.id.in_([line.id for line in lines])))
    write_lines(purchase_id, wishes)
    found.supplier, found.supplier_contact = terms.supplier, terms.supplier_contact
    found.ordered_on, found.expected_on = terms.ordered_on, terms.expected_on
    found.note = terms.note
    db.session.flush()
    note_change("purchase_order", purchase_id, before, as_noted(terms, in_words(wishes)), person_id)


def _terms(found: Purchase) -> Terms:
    return Terms(
        found.supplier, found.supplier_contact, found.ordered_on, found.expected_on, found.note
    )


def _wishes(purchase_id: int) -> list[Wish]:
    rows = db.session.scalars(
        select(PurchaseLine)
        .where(PurchaseLine.order_id == purchase_id)
        .order_by(PurchaseLine.position)
    )
    return [
        Wish(row.text, row.ordered, row.variant_id, row.product_id, row.cost_cents) for row in rows
    ]
