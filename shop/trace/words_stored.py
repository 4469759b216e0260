"""Every text that people wrote into the database, held against `origin/wording.py`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from shop.catalogue.models import Part, Photo, Product, Variant
from shop.db import db
from shop.ledger.models import PremiumEntry
from shop.orders.models import PickupPlace
from shop.origin.models import Batch, Cooperative, FactSource, GreenLot, GreenShare
from shop.origin.proof_models import Certificate, Claim, Scheme, Split
from shop.origin.wording import Why, findings


class StoredWord(NamedTuple):
    #: „products.description (hausmischung)“
    place: str
    word: str
    why: Why


def words_stored() -> list[StoredWord]:
    """What may not stand in a text customers read; claims and proofs may name what they prove."""
    return [
        StoredWord(f"{place} ({name})", finding.word, finding.why)
        for place, name, text, is_claim in _texts()
        for finding in findings(text, claims_allowed=is_claim)
    ]


def _texts() -> Iterator[tuple[str, str, str, bool]]:
    for name, columns in READ_BY_CUSTOMERS.items():
        for column in columns:
            place = f"{column.class_.__tablename__}.{column.key}"
            is_claim = column.class_ in _PROOFS
            for called, value in db.session.execute(select(name, column).order_by(name)):
                yield from (
                    (place, str(called), text, is_claim) for text in _strings(column, value)
                )


def _strings(column: InstrumentedAttribute[str], value: str) -> Iterable[str]:
    """Of a split, every text of every part; whether it is as it should be is another's question."""
    if column is not Split.parts:
        return [value]
    return [text for part in json.loads(value) for text in _inside(part)]


def _inside(part: Any) -> list[str]:
    values = part.values() if isinstance(part, dict) else [part]
    return [value for value in values if isinstance(value, str)]


_Name = InstrumentedAttribute[str] | InstrumentedAttribute[int]
_PROOFS = (Claim, Certificate, Scheme)
#: What a record is called in a finding → its columns that people write and customers read.
READ_BY_CUSTOMERS: Mapping[_Name, tuple[InstrumentedAttribute[str], ...]] = {
    Product.slug: (
        *(Product.slug, Product.name, Product.tagline, Product.description, Product.legal_name),
        *(Product.flavour_notes, Product.ingredients, Product.nutrition, Product.maker),
        *(Product.storage, Product.brew_method),
    ),
    Variant.sku: (Variant.sku, Variant.size),
    Part.id: (Part.name,),
    Photo.id: (Photo.alt,),
    PickupPlace.name: (
        *(PickupPlace.name, PickupPlace.street, PickupPlace.city),
        *(PickupPlace.hours, PickupPlace.instructions),
    ),
    Cooperative.slug: (
        *(Cooperative.slug, Cooperative.name, Cooperative.place, Cooperative.description),
        Cooperative.website,
    ),
    FactSource.cooperative_id: (FactSource.source,),
    GreenLot.code: (
        *(GreenLot.code, GreenLot.contract, GreenLot.varieties),
        *(GreenLot.reference_name, GreenLot.rate_source),
    ),
    GreenShare.green_lot_id: (GreenShare.source,),
    Batch.code: (Batch.code, Batch.roaster, Batch.lab_note, Batch.blocked_because),
    Split.id: (Split.size, Split.parts),
    PremiumEntry.id: (PremiumEntry.document,),
    Scheme.name: (Scheme.name,),
    Certificate.id: (
        *(Certificate.holder, Certificate.number, Certificate.certifier, Certificate.scope),
        *(Certificate.control_body_code, Certificate.file_name),
    ),
    Claim.id: (Claim.text, Claim.specification, Claim.origin_line),
}
