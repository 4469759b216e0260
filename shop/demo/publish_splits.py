"""The demo shop tells where each price goes."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from shop.catalogue.models import Product, Variant
from shop.clock import today
from shop.db import db
from shop.demo.data.costs import (
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
    dated_on = date(today().year - 1, 12, 1)
    found: dict[str, Cost] = {}
    if piece.batch_id:
        grams = db.session.get_one(Variant, piece.variant_id).coffee_grams
        freight, roasting = (
            half_up(grams * per_kg, 1000) for per_kg in (FREIGHT_PER_KG, ROASTING_PER_KG)
        )
        found = {
            "freight": Cost(freight, FREIGHT_INVOICE, dated_on),
            "roasting": Cost(roasting, ROASTING_INVOICE, dated_on),
            "packing": Cost(PACKING[piece.size], PACKING_INVOICE, dated_on),
        }
    if piece.slug in GOODS:
        found["goods"] = Cost(GOODS[piece.slug], GOODS_INVOICE, dated_on)
    return found
