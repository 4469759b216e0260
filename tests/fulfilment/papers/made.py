"""Orders as the papers get them, without a database."""

from datetime import date
from typing import Any

from shop.fulfilment.papers.rules import Bag, PrintedOrder


def bag(**fields: Any) -> Bag:
    """Two bags of whole beans of batch 26-090."""
    given: dict[str, Any] = {
        "line_id": 1,
        "product": "Hausmischung",
        "variant": "250 g, ganze Bohne",
        "units": 2,
        "lot": "26-090",
        "best_before": date(2098, 3, 1),
        "is_blocked": False,
        "grind_for": "",
        "unit_price_cents": 750,
        "grams": 265,
    }
    return Bag(**(given | fields))


def order(number: int = 1, *bags: Bag, **fields: Any) -> PrintedOrder:
    """A parcel for Testperson 001 with the two bags, or with these."""
    given: dict[str, Any] = {
        "id": number,
        "number": f"SK-2026-{number:05d}",
        "state": "paid",
        "delivery": "shipping",
        "place": "",
        "place_id": None,
        "name": "Testperson 001",
        "extra": "",
        "street": "Musterweg 1",
        "postcode": "12555",
        "city": "Berlin",
        "placed_on": date(2026, 11, 20),
        "promised_on": date(2098, 11, 21),
        "ready_on": None,
        "pickup_code": "",
        "is_gift": False,
        "greeting": "",
        "is_withdrawn": False,
        "is_reduced": False,
        "is_rest": False,
        "shipping_cents": 490,
        "bags": bags or (bag(),),
    }
    return PrintedOrder(**(given | fields))
