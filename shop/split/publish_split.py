"""Publish where a price goes."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from shop.audit.note_change import note_change
from shop.catalogue.models import Variant
from shop.clock import now
from shop.db import db
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.proof_models import Split
from shop.origin.split_document import Part, write_parts
from shop.split.rules import PriceMoved, check, check_words, known_cents


def publish_split(
    batch_id: int | None,
    product_id: int,
    size: str,
    price_cents: int,
    parts: Sequence[Part],
    person_id: int | None = None,
) -> int:
    """A new version for one size of a product from one batch, or of goods without a batch; its id.

    `price_cents` is the price the parts were made for. Refuses with `PriceMoved` unless every
    variant of this size on sale costs that today, with `SplitDoesNotAddUp`, `ShopBeforeOthers`,
    `WordsNotAllowed`, and with `NotThere` where nothing of this size is on sale. Does not commit.
    """
    begin_change()
    _refuse_moved(product_id, size, price_cents)
    check(price_cents, parts)
    check_words(parts)
    known = known_cents(parts)
    split = Split(
        batch_id=batch_id,
        product_id=product_id,
        size=size,
        version=newest_version(batch_id, product_id, size) + 1,
        price_cents=price_cents,
        known_cents=known,
        unknown_cents=price_cents - known,
        parts=write_parts(parts),
        published_at=now(),
        published_by=person_id,
    )
    db.session.add(split)
    db.session.flush()
    _note(split, person_id)
    return split.id


def newest_version(batch_id: int | None, product_id: int, size: str) -> int:
    """0 where there is none yet."""
    newest = select(func.max(Split.version)).where(*same_piece(batch_id, product_id, size))
    return db.session.scalar(newest) or 0


def same_piece(batch_id: int | None, product_id: int, size: str) -> tuple[ColumnElement[bool], ...]:
    """The versions that replace one another."""
    return (
        Split.product_id == product_id,
        Split.size == size,
        Split.batch_id.is_not_distinct_from(batch_id),
    )


def _refuse_moved(product_id: int, size: str, price_cents: int) -> None:
    prices = db.session.scalars(
        select(Variant.price_cents).where(
            Variant.product_id == product_id, Variant.size == size, Variant.on_sale
        )
    ).all()
    if not prices:
        raise NotThere
    if set(prices) != {price_cents}:
        raise PriceMoved


def _note(split: Split, person_id: int | None) -> None:
    told = ("batch_id", "product_id", "size", "version", "price_cents", "unknown_cents")
    note_change("split", split.id, {}, {name: getattr(split, name) for name in told}, person_id)
