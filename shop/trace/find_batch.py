"""Which batch a code means, as typed from a bag or read from its QR code."""

from typing import cast

from sqlalchemy import Table, bindparam, select

from shop.catalogue.gtin import gtin14
from shop.catalogue.models import Variant
from shop.db import reading
from shop.origin.models import Batch
from shop.origin.rules import is_code
from shop.stock.models import Level
from shop.trace.rules import code_key
from shop.trace.statements import BATCH_ID

_batch, _level, _variant = (cast(Table, model.__table__) for model in (Batch, Level, Variant))
_CODE = select(_batch.c.code).where(_batch.c.id == BATCH_ID)
_PACKED = _CODE.where(
    select(_level.c.id)
    .join(_variant, _variant.c.id == _level.c.variant_id)
    .where(_level.c.batch_id == _batch.c.id, _variant.c.gtin == bindparam("gtin"))
    .exists()
)


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


def code_of_bag(gtin: str, typed: str) -> str | None:
    """Likewise, of a batch from which bags with this trade item number were packed."""
    number, values = gtin14(gtin), asked(typed)
    if not (number and values):
        return None
    with reading() as connection:
        return connection.scalar(_PACKED, values | {"gtin": number})
