"""The demo shop tells where each price goes."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from shop.catalogue.models import Product, Variant
from shop.clock import today
from shop.db import db
from shop.demo.data.costs import (
    DECAF_INVOICE,
    DECAF_PER_KG,
    FREIGHT_INVOICE,
    FREIGHT_PER_KG,
    GOODS,
    GOODS_INVOICE,
    PACKING,
    PACKING_INVOICE,
    ROASTING_INVOICE,
    ROASTING_PER_KG,
)
from shop.money.cents import half_up
from shop.origin.models import Batch, BatchSource, GreenLot
from shop.split.facts import Cost
from shop.split.pieces import Home, Piece, pieces
from shop.split.publish_split import publish_split
from shop.split.read_facts import read_facts
from shop.split.rules import propose
from shop.stock.models import Level


def publish_splits(batch_ids: Iterable[int], staff_id: int) -> None:
    """Of whatever was packed from these batches and has none of today's price. Does not commit."""
    for batch_id in sorted(batch_ids):
        _publish(Home(batch_id, "", ""), staff_id)


def publish_splits_of_goods(staff_id: int) -> None:
    """Of what comes from no batch. Does not commit."""
    slugs = select(Product.slug).join(Variant).where(Variant.coffee_grams == 0).distinct()
    for slug in db.session.scalars(slugs.order_by(Product.slug)).all():
        _publish(Home(None, slug, ""), staff_id)


def publish_splits_again(staff_id: int) -> None:
    """Of all bags on the shelf, after a price has changed. Does not commit."""
    on_shelf = select(Level.batch_id).where(Level.on_hand > 0, Level.batch_id.is_not(None))
    found = db.session.scalars(on_shelf.distinct()).all()
    publish_splits((batch_id for batch_id in found if batch_id), staff_id)


def _publish(home: Home, staff_id: int) -> None:
    for piece in pieces(home):
        if not piece.is_shown:
            price = piece.lowest_cents
            parts = propose(price, read_facts(piece, _costs(piece)))
            publish_split(home.batch_id, piece.product_id, piece.size, price, parts, staff_id)


def _costs(piece: Piece) -> dict[str, Cost]:
    found = _of_coffee(piece, piece.batch_id) if piece.batch_id else {}
    if piece.slug in GOODS:
        last_winter = date(today().year - 1, 12, 1)
        found["goods"] = Cost(GOODS[piece.slug], GOODS_INVOICE, last_winter)
    return found


def _of_coffee(piece: Piece, batch_id: int) -> dict[str, Cost]:
    """The coffee was shipped when it arrived, and roasted and packed when the batch was made."""
    made_on = db.session.get_one(Batch, batch_id).made_on
    grams = db.session.get_one(Variant, piece.variant_id).coffee_grams
    arrived_on = db.session.scalar(
        select(func.max(func.coalesce(GreenLot.arrived_on, GreenLot.contracted_on)))
        .join(BatchSource, BatchSource.green_lot_id == GreenLot.id)
        .where(BatchSource.batch_id == batch_id)
    )
    shipped_on = arrived_on or made_on
    return {
        "freight": Cost(_for(grams, FREIGHT_PER_KG), FREIGHT_INVOICE, shipped_on),
        "decaf": Cost(_for(grams, DECAF_PER_KG), DECAF_INVOICE, shipped_on),
        "roasting": Cost(_for(grams, ROASTING_PER_KG), ROASTING_INVOICE, made_on),
        "packing": Cost(PACKING[piece.size], PACKING_INVOICE, made_on),
    }


def _for(grams: int, cents_per_kg: int) -> int:
    return half_up(grams * cents_per_kg, 1000)
