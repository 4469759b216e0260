"""What the records know of one piece."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from shop.catalogue.models import Part as SetPart
from shop.catalogue.models import Variant
from shop.clock import today
from shop.db import db
from shop.origin.models import Batch, BatchSource, GreenLot
from shop.origin.proof_models import Split
from shop.origin.split_document import read_parts
from shop.split.facts import Cost, Facts, Green
from shop.split.pieces import Piece


def read_facts(piece: Piece, costs: Mapping[str, Cost]) -> Facts:
    """With these costs, whatever else is known is taken from variant, batch and contracts."""
    variant = db.session.get_one(Variant, piece.variant_id)
    facts = Facts(
        on=today(),
        contents=_contents(variant),
        coffee_grams=variant.coffee_grams,
        costs=costs,
    )
    return facts if piece.batch_id is None else _with_batch(facts, piece.batch_id)


def last_costs(piece: Piece) -> dict[str, Cost]:
    """As published last for this piece, or for the same size from another batch: to begin with."""
    text = db.session.scalar(
        select(Split.parts)
        .where(Split.product_id == piece.product_id, Split.size == piece.size)
        .order_by(Split.batch_id.is_not_distinct_from(piece.batch_id).desc(), Split.id.desc())
        .limit(1)
    )
    return {
        part.kind: Cost(part.cents, part.document, part.dated_on)
        for part in (read_parts(text) if text else ())
        if part.basis == "document" and part.cents is not None and part.dated_on
    }


def _contents(variant: Variant) -> tuple[tuple[str, int], ...]:
    rows = db.session.execute(
        select(SetPart.vat_class, SetPart.single_price_cents)
        .where(SetPart.variant_id == variant.id)
        .order_by(SetPart.position, SetPart.id)
    )
    parts = tuple((row.vat_class, row.single_price_cents) for row in rows)
    return parts or ((variant.vat_class, variant.price_cents),)


def _with_batch(facts: Facts, batch_id: int) -> Facts:
    batch = db.session.get_one(Batch, batch_id)
    return replace(
        facts,
        made_on=batch.made_on,
        made_grams=batch.made_grams,
        green=_green(batch_id),
        project_micro_per_kg=batch.project_micro_per_kg,
    )


def _green(batch_id: int) -> tuple[Green, ...]:
    rows = db.session.execute(
        select(
            GreenLot.code,
            GreenLot.contract,
            GreenLot.contracted_on,
            GreenLot.process.endswith("_decaf").label("is_decaf"),
            BatchSource.green_grams,
            GreenLot.fob_usd_e4,
            GreenLot.fob_on,
            GreenLot.usd_per_eur_e4,
            GreenLot.rate_source,
            GreenLot.rate_on,
            GreenLot.premium_usd_e4,
            BatchSource.premium_micro_per_kg,
        )
        .join(BatchSource, BatchSource.green_lot_id == GreenLot.id)
        .where(BatchSource.batch_id == batch_id)
        .order_by(GreenLot.code)
    )
    return tuple(Green(**row._mapping) for row in rows)
