"""Where the coffee of a test comes from: green lots, batches, certificates, claims.

Plain values come back; what says „made“ is committed.
"""

import itertools
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from shop.db import db
from shop.origin.models import Batch, BatchSource, Cooperative, GreenLot, GreenShare

_numbers = itertools.count(1)
TONNE = 1_000_000


def make_cooperative(app: Flask, name: str = "Cooperativa Demo Valle Claro", **fields: Any) -> int:
    with app.app_context():
        made = _cooperative(name, **fields)
        db.session.commit()
    return made


def make_green_lot(app: Flask, shares: dict[int, int] | None = None, **fields: Any) -> int:
    """A tonne; `shares` are cooperative id → basis points, by default all of one new one."""
    with app.app_context():
        made = _green_lot(shares or {_cooperative("Cooperativa Demo"): 10_000}, **fields)
        db.session.commit()
    return made


def make_batch(app: Flask, lots: dict[int, int] | None = None, **fields: Any) -> int:
    """A roast of 84 % of its green coffee; `lots` are green lot id → grams."""
    with app.app_context():
        made = _batch(
            lots or {_green_lot({_cooperative("Cooperativa Demo"): 10_000}): 50_000}, **fields
        )
        db.session.commit()
    return made


def endless_batch(process: str = "washed") -> int:
    """The batch that every bag of a test comes from which asks for no other. Does not commit."""
    code = "T-ENDLESS" if process == "washed" else f"T-{process.upper().replace('_', '-')}"
    found = db.session.scalar(select(Batch.id).where(Batch.code == code))
    if found:
        return found
    shares = {_cooperative("Cooperativa Demo"): 10_000}
    return _batch(
        {_green_lot(shares, grams=2000 * TONNE, process=process): 1000 * TONNE},
        code=code,
        made_grams=840 * TONNE,
        best_before=date(2099, 12, 31),
    )


def _cooperative(name: str, **fields: Any) -> int:
    given = {"slug": f"coop-{next(_numbers)}", "name": name, "province": "jaen"} | fields
    return db.session.scalars(insert(Cooperative).values(**given).returning(Cooperative.id)).one()


def _green_lot(shares: dict[int, int], **fields: Any) -> int:
    given = _LOT | {"code": f"G-T-{next(_numbers)}"} | fields
    lot = db.session.scalars(insert(GreenLot).values(**given).returning(GreenLot.id)).one()
    stated = {"green_lot_id": lot, "source": "Lieferschein", "stated_on": date(2025, 1, 5)}
    rows = [stated | {"cooperative_id": id, "share_bp": bp} for id, bp in shares.items()]
    db.session.execute(insert(GreenShare), rows)
    return lot


def _batch(lots: dict[int, int], **fields: Any) -> int:
    green = sum(lots.values())
    given = (
        _BATCH
        | {"code": f"T-{next(_numbers)}", "green_grams": green, "made_grams": green * 84 // 100}
        | fields
    )
    batch = db.session.scalars(insert(Batch).values(**given).returning(Batch.id)).one()
    for lot, grams in lots.items():
        db.session.execute(
            insert(BatchSource).values(
                batch_id=batch,
                green_lot_id=lot,
                green_grams=grams,
                premium_micro_per_kg=460_000 * grams // green,
            )
        )
        used = GreenLot.used_grams + grams
        db.session.execute(update(GreenLot).where(GreenLot.id == lot).values(used_grams=used))
    return batch


_LOT: dict[str, Any] = {
    "contract": "2024/17",
    "contracted_on": date(2024, 10, 1),
    "supplier": "Demo-Import",
    "supplier_address": "Hafenstraße 1, 20457 Hamburg",
    "supplier_mail": "post@example.org",
    "grams": TONNE,
    "harvested_from": date(2024, 5, 1),
    "harvested_until": date(2024, 9, 30),
    "varieties": "Caturra, Typica",
    "process": "washed",
    "altitude_from": 1600,
    "altitude_to": 1850,
    "fob_usd_e4": 38_000,
    "fob_on": date(2024, 10, 1),
    "premium_usd_e4": 2_000,
    "organic_usd_e4": 4_000,
    "usd_per_eur_e4": 11_500,
    "rate_on": date(2024, 10, 1),
    "rate_source": "EZB-Referenzkurs",
}
_BATCH: dict[str, Any] = {
    "roaster": "Demo-Rösterei",
    "made_on": date(2025, 1, 10),
    "best_before": date(2098, 1, 10),
    "project_micro_per_kg": 760_000,
}
