"""The demo shop buys green coffee: a contract first, and some weeks later a ship."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

from shop.clock import BERLIN, business_date, today
from shop.demo.data.cooperatives import INVENTED
from shop.demo.data.green_lots import HARVESTS, RATE_SOURCE, REFERENCE, SUPPLIER, Lot
from shop.demo.roastery import Roastery
from shop.demo.story import Step
from shop.origin.lot_rules import WHOLE_BP, Share
from shop.origin.save_green_lot import save_green_lot


def buy_green(
    opening: datetime, growers: Mapping[str, int], roastery: Roastery, staff_id: int
) -> Iterator[Step]:
    """Each lot from its contract on; what was there before the opening is written down then.

    `growers` are the ids of the cooperatives by their names.
    """
    first_year = business_date(opening).year - 1
    for years_later, lots in enumerate(HARVESTS):
        for lot in lots:
            purchase = Purchase(lot, first_year + years_later, growers, roastery, staff_id)
            yield from purchase.steps(opening)


class Purchase:
    """One lot of the harvest of one year."""

    def __init__(
        self, lot: Lot, year: int, growers: Mapping[str, int], roastery: Roastery, staff_id: int
    ) -> None:
        self._lot = lot
        self._year = year
        self._cooperative_id = growers[lot.growers.name]
        self._roastery = roastery
        self._staff_id = staff_id
        self._contracted_on = self._day(*lot.contracted)
        self._arrived_on = self._day(*lot.arrived)
        self._id: int | None = None

    def steps(self, opening: datetime) -> Iterator[Step]:
        yield Step(max(opening, _in_the_morning(self._contracted_on)), self._sign)
        yield Step(max(opening, _in_the_morning(self._arrived_on)), self._arrive)

    def _sign(self) -> None:
        self._write_down()

    def _arrive(self) -> None:
        self._roastery.take_in(self._lot.kind, self._write_down(), self._lot.kilograms * 1000)

    def _write_down(self) -> int:
        share = Share(
            self._cooperative_id, WHOLE_BP, f"Lieferschein, {INVENTED}", self._contracted_on
        )
        self._id = save_green_lot(self._values(), [share], self._staff_id, self._id)
        return self._id

    def _values(self) -> dict[str, object]:
        lot, contracted_on = self._lot, self._contracted_on
        has_come = self._arrived_on <= today()
        return {
            **SUPPLIER,
            "code": f"G-{self._year % 100:02}-{lot.number}",
            "contract": f"Demo {self._year}/{lot.number}",
            "contracted_on": contracted_on,
            "grams": lot.kilograms * 1000,
            "harvested_from": date(self._year, lot.harvest[0], 1),
            "harvested_until": _last_of_month(self._year, lot.harvest[1]),
            "arrived_on": self._arrived_on if has_come else None,
            "varieties": lot.varieties,
            "process": lot.process,
            "altitude_from": lot.altitude[0],
            "altitude_to": lot.altitude[1],
            "fob_usd_e4": lot.fob_usd_e4,
            "fob_on": contracted_on if lot.fob_usd_e4 else None,
            "reference_usd_e4": lot.reference_usd_e4,
            "reference_name": REFERENCE,
            "reference_on": contracted_on,
            "premium_usd_e4": lot.premium_usd_e4,
            "organic_usd_e4": lot.organic_usd_e4,
            "usd_per_eur_e4": lot.usd_per_eur_e4,
            "rate_on": contracted_on,
            "rate_source": RATE_SOURCE,
            "eudr_role": "downstream_operator",
            "eudr_reference": f"DEMO{self._year}{lot.number}",
            "note": f"Partie und Lieferant sind {INVENTED}.",
        }

    def _day(self, month: int, day: int, years_later: int) -> date:
        return date(self._year + years_later, month, day)


def _in_the_morning(day: date) -> datetime:
    return datetime.combine(day, time(6, 15), BERLIN).astimezone(UTC)


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
