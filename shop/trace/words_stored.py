"""Every text that people wrote into the database, held against `origin/wording.py`."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from shop.catalogue.models import Photo, Product, Variant
from shop.db import db
from shop.orders.models import PickupPlace
from shop.origin.models import Batch, Cooperative, GreenLot
from shop.origin.proof_models import Claim
from shop.origin.wording import Why, findings


class StoredWord(NamedTuple):
    #: „products.description (hausmischung)“
    place: str
    word: str
    why: Why


def words_stored() -> list[StoredWord]:
    """What may not stand in a text customers read; claims may name what they prove."""
    return [
        StoredWord(f"{place} ({name})", finding.word, finding.why)
        for place, name, text, is_claim in _texts()
        for finding in findings(text, claims_allowed=is_claim)
    ]


def _texts() -> Iterator[tuple[str, str, str, bool]]:
    for name, columns in _READ_BY_CUSTOMERS:
        for column in columns:
            place = f"{column.class_.__tablename__}.{column.key}"
            for called, text in db.session.execute(select(name, column).order_by(name)):
                yield place, str(called), text, column.class_ is Claim


_Text = InstrumentedAttribute[str]
_READ_BY_CUSTOMERS: tuple[
    tuple[InstrumentedAttribute[str] | InstrumentedAttribute[int], tuple[_Text, ...]], ...
] = (
    (
        Product.slug,
        (
            *(Product.name, Product.tagline, Product.description, Product.legal_name),
            *(Product.flavour_notes, Product.ingredients, Product.storage, Product.brew_method),
        ),
    ),
    (Variant.sku, (Variant.size,)),
    (Photo.id, (Photo.alt,)),
    (PickupPlace.name, (PickupPlace.name, PickupPlace.hours, PickupPlace.instructions)),
    (Cooperative.slug, (Cooperative.name, Cooperative.place, Cooperative.description)),
    (GreenLot.code, (GreenLot.varieties, GreenLot.reference_name)),
    (Batch.code, (Batch.roaster, Batch.lab_note, Batch.blocked_because)),
    (Claim.id, (Claim.text, Claim.specification)),
)
