"""Batches that come and are blocked while customers buy: what no story waits for."""

from sqlalchemy import func, select

from shop.clock import stopped_at
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation
from shop.stock.pack import pack
from tests.faults.scene import Scene
from tests.make.origin import make_batch


def bring_a_bag(scene: Scene) -> None:
    """Of a batch of its own; it is sold before the many."""
    batch = make_batch(scene.app)
    with scene.app.app_context():
        pack(batch, scene.product.variant.id, 1)
        db.session.commit()


def block_what_is_held(scene: Scene) -> None:
    """The batch of which the newest order got its first bag."""
    with scene.app.app_context(), stopped_at(scene.now()):
        newest = select(func.max(Reservation.order_id)).scalar_subquery()
        held = (
            select(func.min(Level.batch_id))
            .join(Reservation, Reservation.level_id == Level.id)
            .where(Reservation.order_id == newest)
        )
        batch = db.session.scalars(held).one()
        assert batch
        block_batch(batch, "Laborbefund steht aus", None)
        db.session.commit()


def sold_of_blocked(order_ids: list[int]) -> int:
    """Bags of these orders. Needs an app context."""
    found = (
        select(func.coalesce(func.sum(Reservation.units), 0))
        .join(Level, Level.id == Reservation.level_id)
        .join(Batch, Batch.id == Level.batch_id)
        .where(
            Reservation.order_id.in_(order_ids),
            Reservation.state == "sold",
            Batch.blocked_at.is_not(None),
        )
    )
    return db.session.scalars(found).one()
