"""Which batch a code means, as typed from a bag or read from its QR code."""

from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, select

from shop.catalogue.for_sale import drawn_from
from shop.catalogue.gtin import gtin14
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import reading
from shop.origin.models import Batch
from shop.origin.rules import is_code
from shop.stock.models import Level
from shop.trace.rules import code_key, loose_key
from shop.trace.statements import BATCH_ID

_batch, _level, _product, _variant = (
    cast(Table, model.__table__) for model in (Batch, Level, Product, Variant)
)
_CODE = select(_batch.c.code).where(_batch.c.id == BATCH_ID)
_PACKED = (
    select(_level.c.id)
    .where(_level.c.batch_id == _batch.c.id, _level.c.variant_id == drawn_from())
    .exists()
    .label("is_packed")
)
_BAG = (
    select(_batch.c.code, _product.c.name, _variant.c.size, _variant.c.grind, _PACKED)
    .select_from(
        _variant.join(_product, _product.c.id == _variant.c.product_id).join(
            _batch, _batch.c.id == BATCH_ID
        )
    )
    .where(_variant.c.gtin == bindparam("gtin"))
    .order_by(_PACKED.desc(), _variant.c.id)
)
#: Codes offered to whom mistyped one.
_MOST_SIMILAR = 3


class FoundBag(NamedTuple):
    code: str
    #: „Hausmischung, 250 g, ganze Bohne“
    words: str
    #: Whether the books know that bags of it were packed from the batch.
    is_packed: bool


def asked(typed: str) -> dict[str, str] | None:
    """What a statement with BATCH_ID binds; None for what can be no code."""
    key, exact = code_key(typed), typed.strip()
    return {"key": key, "typed": exact if is_code(exact) else ""} if key else None


def code_of(typed: str) -> str | None:
    """The code of the batch as it stands on the bag, or None."""
    values = asked(typed)
    if not values:
        return None
    with reading() as connection:
        return connection.scalar(_CODE, values)


def similar_codes(typed: str) -> tuple[str, ...]:
    """Codes somebody may have meant who left out noughts, or a sign between two numbers."""
    wanted = loose_key(typed)
    if not wanted:
        return ()
    with reading() as connection:
        codes = connection.scalars(select(_batch.c.code).order_by(_batch.c.code)).all()
    return tuple(code for code in codes if loose_key(code) == wanted)[:_MOST_SIMILAR]


def found_bag(gtin: str, typed: str) -> FoundBag | None:
    """The bag that carries this trade item number and the code of this batch, if there is both."""
    number, values = gtin14(gtin), asked(typed)
    if not (number and values):
        return None
    with reading() as connection:
        row = connection.execute(_BAG, values | {"gtin": number}).first()
    if row is None:
        return None
    return FoundBag(row.code, f"{row.name}, {variant_name(row.size, row.grind)}", row.is_packed)
