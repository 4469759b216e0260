"""The lines of a purchase, as they are ordered."""

from collections.abc import Sequence

from sqlalchemy import select

from shop.catalogue.models import Variant
from shop.db import db, insert_rows
from shop.purchasing.models import PurchaseLine
from shop.purchasing.rules import Wish
from shop.stock.rules import NeedsBatch


def write_lines(purchase_id: int, wishes: Sequence[Wish]) -> None:
    """In their order. Coffee comes as a batch, never as bags: raises `NeedsBatch` for a variant
    with coffee in it. Refuses none. Does not commit."""
    if not wishes or min(wish.amount for wish in wishes) < 1:
        raise ValueError("nothing ordered")
    variants = [wish.variant_id for wish in wishes if wish.variant_id]
    with_coffee = select(Variant.id).where(Variant.id.in_(variants), Variant.coffee_grams > 0)
    if db.session.scalar(with_coffee.limit(1)):
        raise NeedsBatch
    insert_rows(
        PurchaseLine,
        [
            {
                "order_id": purchase_id,
                "position": position,
                "kind": wish.kind,
                "variant_id": wish.variant_id,
                "product_id": wish.product_id,
                "text": wish.text,
                "ordered": wish.amount,
                "received": 0,
                "cost_cents": wish.cost_cents,
            }
            for position, wish in enumerate(wishes, 1)
        ],
    )


def in_words(wishes: Sequence[Wish]) -> list[str]:
    """As the book of changes keeps them."""
    return [
        f"{wish.text}: {wish.amount} {'g' if wish.kind == 'coffee' else 'Stück'}" for wish in wishes
    ]
