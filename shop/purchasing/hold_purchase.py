"""Hold a purchase, so that whatever happens to it happens one by one."""

from sqlalchemy import select

from shop.db import db
from shop.errors import NotThere
from shop.purchasing.models import Purchase, PurchaseLine
from shop.purchasing.rules import LineState


def hold_purchase(purchase_id: int) -> tuple[Purchase, list[LineState]]:
    """The purchase and its lines as they are now; nobody else changes them before this transaction
    ends. Refuses with `NotThere`."""
    found = db.session.scalars(
        select(Purchase)
        .where(Purchase.id == purchase_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotThere
    rows = db.session.execute(
        select(
            PurchaseLine.id,
            PurchaseLine.kind,
            PurchaseLine.variant_id,
            PurchaseLine.ordered,
            PurchaseLine.received,
        )
        .where(PurchaseLine.order_id == purchase_id)
        .order_by(PurchaseLine.position)
    )
    return found, [LineState(*row) for row in rows]
