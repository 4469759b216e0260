"""What is decided about origin without asking anybody: words, dates, shares."""

import re
from datetime import date, timedelta
from itertools import pairwise

from shop.errors import Refused

#: Provinces of the department of Cajamarca where coffee grows.
PROVINCES = {
    "san_ignacio": "San Ignacio",
    "jaen": "Jaén",
    "cutervo": "Cutervo",
    "chota": "Chota",
    "santa_cruz": "Santa Cruz",
    "san_miguel": "San Miguel",
    "hualgayoc": "Hualgayoc",
}
PROCESSES = {
    "washed": "gewaschen",
    "natural": "natürlich getrocknet",
    "honey": "halbtrocken (Honey)",
    "washed_decaf": "gewaschen, entkoffeiniert",
}
#: Whoever buys coffee wants some weeks to drink it.
DAYS_TO_DRINK_IT = 14
MICRO_PER_CENT = 10_000
#: What stands on a bag and in an address.
_CODE = re.compile(r"[A-Za-z0-9-]{2,20}")


class BatchTooSmall(Refused):
    """The batch holds less coffee than is to be taken from it. `left_grams`: what it holds."""

    def __init__(self, left_grams: int) -> None:
        super().__init__()
        self.left_grams = left_grams


class BatchBlocked(Refused):
    """Nothing is packed from a blocked batch."""


def last_day_to_sell(today: date) -> date:
    """A batch is sold today if it is best before this day or later."""
    return today + timedelta(days=DAYS_TO_DRINK_IT)


class CodeTaken(Refused):
    """Another record has this code or name already; capital letters make no difference."""


class DatesOutOfOrder(Refused):
    """`later` is before `earlier`; both are names of columns."""

    def __init__(self, earlier: str, later: str) -> None:
        super().__init__()
        self.earlier = earlier
        self.later = later


def refuse_disorder(*dated: tuple[str, date | None]) -> None:
    """Raises `DatesOutOfOrder` for the first two that are not; dates not known are passed over."""
    known = [(name, day) for name, day in dated if day]
    for (earlier, before), (later, after) in pairwise(known):
        if after < before:
            raise DatesOutOfOrder(earlier, later)


def is_code(text: str) -> bool:
    """Whether it may stand on a bag and in an address; „neu“ is the address of the empty form."""
    return bool(_CODE.fullmatch(text)) and text.lower() != "neu"
