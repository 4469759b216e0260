"""What was said of the coffee when it was ordered."""

from itertools import groupby

from sqlalchemy import bindparam, select

from shop.catalogue.for_sale import origin_revision
from shop.db import execute, insert_rows
from shop.orders.models import Line, LineClaim
from shop.origin.claims import claims_on_each
from shop.stock.models import Level, Reservation


def keep_claims(order_id: int) -> None:
    """Notes of each line the claims that today cover every batch its units come from.

    After its units are held. A claim that ends later is not shown any more, but was said. Does not
    commit.
    """
    rows = execute(_BATCHES, {"of_order": order_id}).all()
    groups = {
        line_id: frozenset(row.batch_id for row in same)
        for line_id, same in groupby(rows, key=lambda row: row.id)
    }
    said = claims_on_each(groups.values(), rows[0].revision) if rows else {}
    kept = [
        {"line_id": line_id, "claim_id": claim.id}
        for line_id, group in groups.items()
        for claim in said[group]
    ]
    if kept:
        insert_rows(LineClaim, kept)


_BATCHES = (
    select(Line.id, Level.batch_id, origin_revision.label("revision"))
    .join(Reservation, Reservation.order_id == Line.order_id)
    .join(Level, (Level.id == Reservation.level_id) & (Level.variant_id == Line.variant_id))
    .where(Line.order_id == bindparam("of_order"), Level.batch_id.is_not(None))
    .order_by(Line.id)
)
