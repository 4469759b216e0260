"""Whether a payout adds up to the cent, and of what."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol


class Group(StrEnum):
    """What a payout is made of, in the order in which it is read."""

    PAYMENTS = "payments"
    REFUNDS = "refunds"
    DISPUTES = "disputes"
    ADJUSTMENTS = "adjustments"
    #: A payout the bank sent back: paid out once more.
    RETURNED = "returned"
    FEES = "fees"


#: The provider's `reporting_category` → group. What is not named is an adjustment.
GROUPS = {
    "charge": Group.PAYMENTS,
    "charge_failure": Group.PAYMENTS,
    "refund": Group.REFUNDS,
    "refund_failure": Group.REFUNDS,
    "dispute": Group.DISPUTES,
    "dispute_reversal": Group.DISPUTES,
    "payout": Group.RETURNED,
    "payout_reversal": Group.RETURNED,
    "fee": Group.FEES,
    "tax": Group.FEES,
    "network_cost": Group.FEES,
}
#: Lines of these categories belong to an order; without one they are a task.
OF_ORDERS = frozenset(
    category
    for category, group in GROUPS.items()
    if group in (Group.PAYMENTS, Group.REFUNDS, Group.DISPUTES)
)


class Line(Protocol):
    """A balance line. Cents, signed; net = amount - fee."""

    @property
    def category(self) -> str: ...
    @property
    def amount_cents(self) -> int: ...
    @property
    def fee_cents(self) -> int: ...
    @property
    def net_cents(self) -> int: ...
    @property
    def source_id(self) -> str: ...


def sums(lines: Iterable[Line]) -> dict[Group, int]:
    """Gross by group; the fees of all lines together are negative, and all add up to the net."""
    found = dict.fromkeys(Group, 0)
    for line in lines:
        found[GROUPS.get(line.category, Group.ADJUSTMENTS)] += line.amount_cents
        found[Group.FEES] -= line.fee_cents
    return found


def difference(amount_cents: int, lines: Iterable[Line]) -> int:
    """What the bank gets beyond what the lines say; 0 is right. `lines` are those of `parts_of`."""
    return amount_cents - sum(line.net_cents for line in lines)


def is_payout_itself(line: Line, payout_id: str) -> bool:
    """The line by which the money leaves the balance: the whole, no part of it."""
    return line.category == "payout" and line.source_id == payout_id


#: From the first to the last: a payout that was paid can still come back.
_WAY = ("pending", "in_transit", "paid", "canceled", "failed")


def no_way_back_from(status: str) -> frozenset[str]:
    """All statuses from which a payout does not turn to this one: that news is old."""
    here = _WAY.index(status) if status in _WAY else 0
    return frozenset(_WAY[here + 1 :])
