"""A refund that failed is owed no longer: another one takes its place."""

from collections.abc import Sequence

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.refunds.models import Refund, RefundLine
from shop.refunds.rules import Goods, Part


def replace_refund(refund: Refund) -> list[Part]:
    """What the refund in its place gives back; empty if there is none or it is not owed any more.

    Its goods have been booked. Units that are not yet in the ledger, since it was never accepted,
    go over to the new one. The caller holds the order. Does not commit.
    """
    met = rows_changed(
        update(Refund)
        .where(Refund.id == refund.id, Refund.state == "failed")
        .values(state="replaced")
    )
    lines = db.session.scalars(
        select(RefundLine).where(RefundLine.refund_id == refund.id).order_by(RefundLine.id)
    ).all()
    parts = _parts(lines, with_units=refund.accepted_at is None) if met else []
    if any(part.units for part in parts):
        rows_changed(
            update(RefundLine).where(RefundLine.refund_id == refund.id).values(units=0, goods="")
        )
    return parts


def _parts(lines: Sequence[RefundLine], *, with_units: bool) -> list[Part]:
    return [
        Part(line.line_id, line.units, line.gross_cents, Goods(line.goods))
        if with_units and line.units
        else Part(line.line_id, 0, line.gross_cents)
        for line in lines
        if line.gross_cents or (with_units and line.units)
    ]
