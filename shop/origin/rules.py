"""What is decided about origin without asking anybody: words, dates, shares."""

from datetime import date, timedelta

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
