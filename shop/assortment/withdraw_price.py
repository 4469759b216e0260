"""Take back a price that was only planned."""

from sqlalchemy import select, update

from shop import clock
from shop.assortment.change_prices import planned_words
from shop.assortment.models import PlannedPrice
from shop.assortment.rules import AlreadyBegun
from shop.audit.note_change import note_change
from shop.db import db, rows_changed
from shop.errors import NotThere


def withdraw_price(planned_id: int, person_id: int) -> None:
    """It will not begin. Refuses with `AlreadyBegun`, and `NotThere`. Does not commit."""
    changed = rows_changed(
        update(PlannedPrice)
        .where(PlannedPrice.id == planned_id, PlannedPrice.state == "planned")
        .values(state="withdrawn", ended_at=clock.now())
    )
    found = db.session.execute(
        select(PlannedPrice.variant_id, PlannedPrice.price_cents, PlannedPrice.from_day).where(
            PlannedPrice.id == planned_id
        )
    ).one_or_none()
    if found is None:
        raise NotThere
    if not changed:
        raise AlreadyBegun
    before = {"planned": planned_words(found.price_cents, found.from_day)}
    note_change("price", found.variant_id, before, {"planned": None}, person_id)
