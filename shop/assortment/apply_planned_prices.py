"""The prices whose day has come."""

import logging

from sqlalchemy import select, update

from shop import clock
from shop.assortment.models import PlannedPrice
from shop.audit.note_change import note_change
from shop.catalogue.set_price import NotAReduction, set_price
from shop.db import db, rows_changed
from shop.errors import Refused

log = logging.getLogger("shop.assortment")


def apply_planned_prices() -> int:
    """How many prices began: each once, in the order of their days, also after a pause and with
    several workers. From midnight in Berlin on. Commits, each by itself.

    What was to be announced as reduced and is none by now costs that, and announces nothing. What
    is refused now stays planned, stops no other, and is told in the log.
    """
    due = db.session.scalars(
        select(PlannedPrice.id)
        .where(PlannedPrice.state == "planned", PlannedPrice.from_day <= clock.today())
        .order_by(PlannedPrice.from_day, PlannedPrice.id)
    ).all()
    db.session.rollback()
    return sum(_apply_or_tell(planned_id) for planned_id in due)


def _apply_or_tell(planned_id: int) -> int:
    try:
        return _apply(planned_id)
    except Refused as refused:
        db.session.rollback()
        log.error("planned price %s does not begin: %s", planned_id, type(refused).__name__)
        return 0


def _apply(planned_id: int) -> int:
    mine = rows_changed(
        update(PlannedPrice)
        .where(PlannedPrice.id == planned_id, PlannedPrice.state == "planned")
        .values(state="applied", ended_at=clock.now())
    )
    if mine:
        row = db.session.execute(
            select(*PlannedPrice.__table__.c).where(PlannedPrice.id == planned_id)
        ).one()
        given = (row.variant_id, row.price_cents, row.reason, row.person_id)
        try:
            set_price(*given, announced=row.announced)
        except NotAReduction:
            set_price(*given)
            announced = ({"announced": True}, {"announced": False})
            note_change("price", row.variant_id, *announced, row.person_id)
    db.session.commit()
    return mine
