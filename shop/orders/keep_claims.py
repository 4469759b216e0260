"""What was said of the coffee when it was ordered."""

from itertools import groupby

from sqlalchemy import bindparam, select

from shop.catalogue.for_sale import origin_revision
from shop.db import execute, insert_rows
from shop.orders.models import Line, LineClaim
from shop.orders.rules import ClaimMissing
from shop.origin.claims import Claims, claims_on_each
from shop.stock.models import Level, Reservation


def keep_claims(order_id: int) -> dict[int | None, Claims]:
    """Notes of each line the claims that today cover every batch its units come from: variant id →
    these claims.

    After its units are held. A claim that ends later is not shown any more, but was said. Does not
    commit.
    """
    found = _claims(order_id)
    kept = [
        {"line_id": line_id, "claim_id": claim.id}
        for (line_id, _), claims in found.items()
        for claim in claims
    ]
    if kept:
        insert_rows(LineClaim, kept)
    return {variant_id: claims for (_, variant_id), claims in found.items()}


def refuse_other_goods(order_id: int) -> None:
    """Raises `ClaimMissing` where what was noted of a line does not cover today every batch its
    units are held from: they were held again, maybe from others. Only reads."""
    noted = execute(_NOTED, {"of_order": order_id}).all()
    if not noted:
        return
    found = _claims(order_id)
    now = {(line_id, claim.id) for (line_id, _), claims in found.items() for claim in claims}
    if any((row.line_id, row.claim_id) not in now for row in noted):
        raise ClaimMissing


def _claims(order_id: int) -> dict[tuple[int, int | None], Claims]:
    rows = execute(_BATCHES, {"of_order": order_id}).all()
    groups = {
        line: frozenset(row.batch_id for row in same)
        for line, same in groupby(rows, key=lambda row: (row.id, row.variant_id))
    }
    said = claims_on_each(groups.values(), rows[0].revision) if rows else {}
    return {line: said[group] for line, group in groups.items()}


_BATCHES = (
    select(Line.id, Line.variant_id, Level.batch_id, origin_revision.label("revision"))
    .join(
        Reservation,
        (Reservation.order_id == Line.order_id) & (Reservation.variant_id == Line.variant_id),
    )
    .join(Level, Level.id == Reservation.level_id)
    .where(
        Line.order_id == bindparam("of_order"),
        Level.batch_id.is_not(None),
        Reservation.state != "released",
    )
    .order_by(Line.id)
)
_NOTED = (
    select(LineClaim.line_id, LineClaim.claim_id)
    .join(Line, Line.id == LineClaim.line_id)
    .where(Line.order_id == bindparam("of_order"))
)
