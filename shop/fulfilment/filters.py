"""What a list of orders is narrowed down to, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shop.web.numbers import small_number, visible

#: By the word in the address.
DELIVERIES = {"versand": "shipping", "abholung": "pickup"}


@dataclass(frozen=True, slots=True)
class Filters:
    """All of them together; whatever is not given, or cannot be read, narrows nothing down."""

    #: versand, abholung; empty for both.
    delivery: str = ""
    place_id: int | None = None
    placed_from: date | None = None
    placed_to: date | None = None
    promised_from: date | None = None
    promised_to: date | None = None
    #: Code of a batch, as on the bag.
    batch: str = ""
    is_gift: bool = False
    is_noted: bool = False

    def in_address(self) -> dict[str, str]:
        """As `read_filters` reads them; nothing of those that narrow nothing down."""
        days = {
            "bestellt_von": self.placed_from,
            "bestellt_bis": self.placed_to,
            "zugesagt_von": self.promised_from,
            "zugesagt_bis": self.promised_to,
        }
        found = {
            "art": self.delivery,
            "ort": str(self.place_id or ""),
            "charge": self.batch,
            "geschenk": "1" if self.is_gift else "",
            "notiz": "1" if self.is_noted else "",
        } | {name: day.isoformat() if day else "" for name, day in days.items()}
        return {name: value for name, value in found.items() if value}


def read_filters(args: Mapping[str, str]) -> Filters:
    delivery = args.get("art", "")
    return Filters(
        delivery=delivery if delivery in DELIVERIES else "",
        place_id=small_number(args.get("ort", "")) or None,
        placed_from=_day(args.get("bestellt_von", "")),
        placed_to=_day(args.get("bestellt_bis", "")),
        promised_from=_day(args.get("zugesagt_von", "")),
        promised_to=_day(args.get("zugesagt_bis", "")),
        batch=visible(args.get("charge", "")[:40]).strip().upper(),
        is_gift=args.get("geschenk", "") == "1",
        is_noted=args.get("notiz", "") == "1",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
