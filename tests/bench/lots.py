"""For each product a green lot and a batch of it, all of which is in bags."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from shop.db import db
from shop.origin.models import Batch, BatchSource, Cooperative, GreenLot, GreenShare

_DAY = date(2025, 10, 1)
_COOPERATIVES = 5


def add_batches(numbers: range, grams: int) -> None:
    """Batch number n of green lot number n, of two of five cooperatives. Does not commit."""
    if 1 in numbers:
        db.session.execute(insert(Cooperative), [_cooperative(n) for n in range(_COOPERATIVES)])
    green = grams + grams // 5
    db.session.execute(insert(GreenLot), [_green_lot(number, green) for number in numbers])
    db.session.execute(insert(GreenShare), [row for number in numbers for row in _shares(number)])
    db.session.execute(insert(Batch), [_batch(number, green, grams) for number in numbers])
    db.session.execute(insert(BatchSource), [_source(number, green) for number in numbers])


def _cooperative(number: int) -> dict[str, Any]:
    name = f"Vergleichsgenossenschaft {number + 1}"
    return {"id": number + 1, "slug": f"coop-{number + 1}", "name": name, "province": "jaen"}


def _green_lot(number: int, grams: int) -> dict[str, Any]:
    return {
        "id": number,
        "code": f"G-{number}",
        "contract": f"2025/{number}",
        "contracted_on": _DAY,
        "supplier": "Vergleichsimport",
        "supplier_address": "Hafenstraße 1, 20457 Hamburg",
        "supplier_mail": "post@example.org",
        "grams": grams,
        "used_grams": grams,
        "harvested_from": date(2025, 4, 1),
        "harvested_until": date(2025, 8, 31),
        "varieties": "Caturra",
        "process": "washed",
        "altitude_from": 1500,
        "altitude_to": 1800,
    }


def _shares(number: int) -> list[dict[str, Any]]:
    return [
        {
            "green_lot_id": number,
            "cooperative_id": (number + place) % _COOPERATIVES + 1,
            "share_bp": share,
            "source": "Lieferschein",
            "stated_on": _DAY,
        }
        for place, share in enumerate((6_000, 4_000))
    ]


def _batch(number: int, green: int, grams: int) -> dict[str, Any]:
    return {
        "id": number,
        "code": f"B-{number}",
        "roaster": "Vergleichsrösterei",
        "made_on": _DAY,
        "best_before": date(2099, 12, 31),
        "green_grams": green,
        "made_grams": grams,
        "packed_grams": grams,
        "project_micro_per_kg": 760_000,
    }


def _source(number: int, green: int) -> dict[str, Any]:
    return {
        "batch_id": number,
        "green_lot_id": number,
        "green_grams": green,
        "premium_micro_per_kg": 460_000,
    }
