"""Some of the units sold leave the house, whether they were packed before or are packed now."""

from collections.abc import Mapping

from sqlalchemy import Integer, bindparam, case, update

from shop.db import rows_changed
from shop.stock.models import Reservation


def send_units(units: Mapping[int, int]) -> bool:
    """Whether all of them (reservation id → units) were still here; if not, the caller rolls back.

    Guarded, in id order: never more than was sold, did not come back and was not sent. Does not
    commit.
    """
    return all(
        rows_changed(_SEND, {"of": reservation_id, "going": units[reservation_id]}) == 1
        for reservation_id in sorted(units)
    )


_sent = Reservation.sent + bindparam("going", type_=Integer)
_SEND = (
    update(Reservation)
    .where(
        Reservation.id == bindparam("of"),
        Reservation.state == "sold",
        _sent <= Reservation.units - Reservation.returned,
    )
    .values(sent=_sent, packed=case((Reservation.packed < _sent, _sent), else_=Reservation.packed))
)
