"""The records of origin by their ids, as the journal names them and where it leads."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from shop.audit.words import Named, Thing
from shop.db import db
from shop.origin.models import Batch, Cooperative, GreenLot
from shop.origin.proof_models import Certificate, Claim, Scheme


def _named(table: Any, name: Any, path: str, key: Any) -> Named:
    def named(ids: Collection[int]) -> Mapping[int, Thing]:
        rows = db.session.execute(select(table.id, name, key).where(table.id.in_(ids)))
        return {id: Thing(name, path + quote(str(key))) for id, name, key in rows}

    return named


NAMED: dict[str, Named] = {
    "cooperative": _named(
        Cooperative, Cooperative.name, "/lager/genossenschaften/", Cooperative.slug
    ),
    "green_lot": _named(GreenLot, GreenLot.code, "/lager/rohkaffee/", GreenLot.code),
    "batch": _named(Batch, Batch.code, "/lager/chargen/", Batch.code),
    "scheme": _named(Scheme, Scheme.name, "/lager/zeichen/", Scheme.id),
    "certificate": _named(Certificate, Certificate.number, "/lager/nachweise/", Certificate.id),
    "claim": _named(Claim, Claim.text, "/lager/aussagen/", Claim.id),
}
