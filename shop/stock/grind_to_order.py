"""A grind has no shelf of its own: it is ground from the beans when somebody orders it."""

from sqlalchemy import select, update

from shop.audit.note_change import note_change
from shop.catalogue.models import Variant
from shop.db import db, rows_changed
from shop.stock.lies_there import LIES_THERE, sold_not_packed
from shop.stock.models import Level
from shop.stock.rules import NotItsBeans, UnitsThere


def grind_to_order(
    variant_id: int, from_variant_id: int | None, person_id: int | None = None
) -> None:
    """From now on it is drawn from `from_variant_id`; from None, it lies on a shelf again.

    Beans of the same product and weight of coffee, themselves not ground from anything: else
    `NotItsBeans`. Raises `UnitsThere` while ground units lie somewhere, or something is ground from
    this. What orders hold already stays theirs. Does not commit.
    """
    wanted = sorted({variant_id, from_variant_id or variant_id})
    rows = db.session.scalars(
        select(Variant)
        .where(Variant.id.in_(wanted))
        .order_by(Variant.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    variants = {variant.id: variant for variant in rows}
    ground = variants[variant_id]
    if from_variant_id is not None:
        _refuse_others(ground, variants.get(from_variant_id))
        _refuse_units(variant_id)
    before = {"ground_from_id": ground.ground_from_id}
    rows_changed(
        update(Variant).where(Variant.id == variant_id).values(ground_from_id=from_variant_id)
    )
    db.session.refresh(ground)
    note_change("variant", variant_id, before, {"ground_from_id": from_variant_id}, person_id)


def _refuse_others(ground: Variant, beans: Variant | None) -> None:
    if (
        beans is None
        or beans.id == ground.id
        or beans.grind != "bean"
        or ground.grind in (None, "bean")
        or beans.ground_from_id is not None
        or beans.product_id != ground.product_id
        or not beans.coffee_grams
        or beans.coffee_grams != ground.coffee_grams
    ):
        raise NotItsBeans


def _refuse_units(variant_id: int) -> None:
    # Also what is sold and waits to be packed: it may turn out to be unwanted.
    there = (
        select(Level.id)
        .outerjoin(sold_not_packed, sold_not_packed.c.level_id == Level.id)
        .where(Level.variant_id == variant_id, LIES_THERE)
        .limit(1)
    )
    drawn = select(Variant.id).where(Variant.ground_from_id == variant_id).limit(1)
    if db.session.scalar(there) is not None or db.session.scalar(drawn) is not None:
        raise UnitsThere
