"""The prices whose day has come."""

from sqlalchemy import select, update

from shop import clock
from shop.assortment.models import PlannedPrice
from shop.audit.note_change import note_change
from shop.catalogue.set_price import NotAReduction, set_price
from shop.db import db, rows_changed


def apply_planned_prices() -> int:
    """How many prices began: each once, in the order of their days, also after a pause and with
    several workers. From midnight in Berlin on. Commits, each by itself.

    What was to be announced as reduced and is none by now costs that, and announces nothing.
    """
    due = db.session.scalars(
        select(PlannedPrice.id)
        .where(PlannedPrice.state == "planned", PlannedPrice.from_day <= clock.today())
        .order_by(PlannedPrice.from_day, PlannedPrice.id)
    ).all()
    db.session.rollback()
    return sum(_apply(planned_id) for planned_id in due)


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
