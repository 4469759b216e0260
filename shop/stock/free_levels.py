"""What may be sold of variants at one location, held still until the transaction ends."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, literal_column, or_, select

from shop.catalogue.for_sale import drawn_from
from shop.catalogue.models import Variant
from shop.clock import today
from shop.db import execute
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import Level
from shop.stock.rules import Free


def free_levels(
    variant_ids: Collection[int], location_id: int
) -> tuple[dict[int, int], list[Free]]:
    """Variant id → whose units it is drawn from, where there are any; and the free levels.

    What is ground to order is drawn from its beans. Levels are locked in id order, so that two
    never wait for each other in a ring. Units of a batch that is blocked or too old are nobody's.
    """
    asked = {"variants": sorted(variant_ids), "location": location_id}
    # First, and by itself: who waited for a level would not see that its batch was blocked.
    execute(_LOCK, asked)
    rows = execute(_FREE, asked | {"last_day": last_day_to_sell(today())}).all()
    beans = {ordered: row[1] for ordered, *row in rows}
    return beans, list({row[0]: Free(*row) for _ordered, *row in rows}.values())


#: As the condition of `ix_stock_levels_there`.
_there = Level.on_hand > literal_column("0")
_wanted = Variant.id.in_(bindparam("variants", expanding=True))
_LOCK = (
    select(Level.id)
    .where(
        Level.variant_id.in_(select(drawn_from()).where(_wanted)),
        Level.location_id == bindparam("location"),
        _there,
        Level.on_hand > Level.reserved,
    )
    .order_by(Level.id)
    .with_for_update()
)
_FREE = (
    select(
        Variant.id,
        Level.id,
        Level.variant_id,
        func.coalesce(Level.batch_id, 0),
        Batch.best_before,
        Level.on_hand - Level.reserved,
    )
    .join_from(Variant, Level, Level.variant_id == drawn_from())
    .outerjoin(Batch, Batch.id == Level.batch_id)
    .where(
        _wanted,
        Level.location_id == bindparam("location"),
        _there,
        Level.on_hand > Level.reserved,
        or_(
            Level.batch_id.is_(None),
            Batch.blocked_at.is_(None) & (Batch.best_before >= bindparam("last_day")),
        ),
    )
    .order_by(Level.id)
)
