"""What is given back of an order, and how it is shared out to the last cent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from shop.errors import Refused
from shop.money.cents import half_up, split
from shop.money.vat import Vat


class Reason(StrEnum):
    """Why money goes back. Kept with the refund, so a key never changes."""

    WITHDRAWAL = "withdrawal"
    DEFECT = "defect"
    NOT_DELIVERABLE = "not_deliverable"
    GOODWILL = "goodwill"
    #: Money for an order that had been paid already.
    PAID_TWICE = "paid_twice"
    #: Money that came too late, or was not what was ordered.
    DOES_NOT_FIT = "does_not_fit"
    DISPUTE = "dispute"
    #: Its bank took it back: there was nothing to give back but the goods.
    PAYMENT_LOST = "payment_lost"
    #: Somebody gave it back in the provider's dashboard.
    ELSEWHERE = "elsewhere"


class Goods(StrEnum):
    """Where the units are for which money goes back."""

    BACK = "back"
    WRITTEN_OFF = "written_off"
    NEVER_LEFT = "never_left"


class TaskKind(StrEnum):
    """What somebody must do about a refund."""

    #: The customer has not got the money.
    FAILED = "failed"
    #: Made in the provider's dashboard: what became of the goods?
    GOODS = "goods"
    #: Made in the provider's dashboard: more than there was to give back.
    EXCESS = "excess"
    #: The provider has not answered for a day.
    UNANSWERED = "unanswered"


#: How often a refund on its way through the bank is looked at, should nobody report its end.
WHILE_PENDING = timedelta(hours=6)
#: A refund without an answer for so long is a task.
LATE = timedelta(days=1)


def task_kind(state: str, gives_back: str, *, goods_known: bool) -> TaskKind:
    if state == "failed":
        return TaskKind.FAILED
    if gives_back == "excess":
        return TaskKind.EXCESS
    return TaskKind.UNANSWERED if goods_known else TaskKind.GOODS


class NothingLeft(Refused):
    """There is no money of this payment any more, or nothing was chosen."""


class TooMuch(Refused):
    """More than is left: of the payment, of a line's money or of its units."""


class NotOwed(Refused):
    """The refund has not failed, or has been dealt with; or its goods are known."""


class OwnRefundFirst(Refused):
    """The provider has given money back that a refund of ours is just about to ask for."""

    status = 503


class PaymentFirst(Refused):
    """Of a payment that is not booked yet: ask again once it is."""

    status = 503


@dataclass(frozen=True, slots=True)
class LineLeft:
    """What can still be given back of one line."""

    line_id: int
    is_shipping: bool
    units: int
    gross_cents: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to give back: units, all that is left of the shipping, a lower price."""

    #: Line id → units, and where they are.
    units: Mapping[int, tuple[int, Goods]]
    shipping: bool = False
    #: Shared out over what is left of the goods once `units` are taken off.
    discount_cents: int = 0
    #: Line id → the level whose bags came back before the others; only where somebody knows.
    first: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What a refund gives back for one line. `goods` is empty where there are no units."""

    line_id: int
    units: int
    gross_cents: int
    goods: Goods | None = None
    #: The level whose bags came back before the others, if somebody said so.
    level_id: int | None = None


def parts_of(wanted: Wanted, left: Sequence[LineLeft]) -> list[Part]:
    """One part per line, in the order of the lines. Raises `NothingLeft`, `TooMuch`."""
    if set(wanted.units) - {line.line_id for line in left if not line.is_shipping}:
        raise TooMuch
    returned = [_returned(line, wanted) for line in left]
    goods = [
        line.gross_cents - part.gross_cents if not line.is_shipping else 0
        for line, part in zip(left, returned, strict=True)
    ]
    lowered = shared_over(wanted.discount_cents, goods)
    parts = [
        replace(part, gross_cents=part.gross_cents + cents)
        for part, cents in zip(returned, lowered, strict=True)
    ]
    if not any(part.gross_cents for part in parts):
        raise NothingLeft
    return [part for part in parts if part.units or part.gross_cents]


def everything(left: Iterable[LineLeft], goods: Goods | Mapping[int, Goods]) -> Wanted:
    """All that is left, with all of its units in one place, or each line's where `goods` says."""
    lines = list(left)
    where = dict.fromkeys((x.line_id for x in lines), goods) if isinstance(goods, Goods) else goods
    return Wanted(
        units={line.line_id: (line.units, where[line.line_id]) for line in lines if line.units},
        shipping=any(line.is_shipping for line in lines),
        # A line can have money left without units: they came back, their money did not go.
        discount_cents=sum(
            line.gross_cents for line in lines if not line.units and not line.is_shipping
        ),
    )


def gross_of(units: int, line: LineLeft) -> int:
    """The price of so many of the units that are left; the last ones take whatever is left.

    Raises `TooMuch` for more units than there are.
    """
    if not 0 <= units <= line.units:
        raise TooMuch
    return half_up(line.gross_cents * units, line.units) if units else 0


def shared_over(amount_cents: int, left: Sequence[int]) -> list[int]:
    """Shares of an amount in proportion to what is left in each place, nowhere more than that.

    Raises `TooMuch` for more than all of it.
    """
    if not 0 <= amount_cents <= sum(left):
        raise TooMuch
    return split(amount_cents, left) if amount_cents else [0] * len(left)


def at_rates(gross_cents: int, left: Sequence[Vat]) -> list[Vat]:
    """A refund of a line shared out over what is left of the line at each of its rates.

    Net and VAT are parts of the net and the VAT that are left, so whatever the sequence, the last
    refund ends at exactly the net and VAT that were sold (§ 17 (1) UStG). Raises `TooMuch`.
    """
    shares = shared_over(gross_cents, [vat.gross_cents for vat in left])
    return [_part_of(vat, cents) for vat, cents in zip(left, shares, strict=True)]


def _part_of(left: Vat, gross_cents: int) -> Vat:
    net = half_up(left.net_cents * gross_cents, left.gross_cents) if gross_cents else 0
    return Vat(left.rate_bp, gross_cents, net, gross_cents - net)


def _returned(line: LineLeft, wanted: Wanted) -> Part:
    if line.is_shipping:
        return Part(line.line_id, 0, line.gross_cents if wanted.shipping else 0)
    units, goods = wanted.units.get(line.line_id, (0, None))
    first = wanted.first.get(line.line_id) if units else None
    return Part(line.line_id, units, gross_of(units, line), goods if units else None, first)
