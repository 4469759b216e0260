"""The states of an order, and which move is allowed from where."""

from enum import StrEnum

from shop.errors import Refused


class State(StrEnum):
    #: Ordered; the payment page is open.
    AWAITING_PAYMENT = "awaiting_payment"
    #: The customer has paid by debit; the bank has not answered yet.
    PAYMENT_PENDING = "payment_pending"
    PAID = "paid"
    #: Packed for the carrier, or lying at the pickup place.
    PACKED = "packed"
    SHIPPED = "shipped"
    HANDED_OVER = "handed_over"
    #: Not paid in time, or the debit failed; the stock is free again.
    EXPIRED = "expired"
    #: Given up by the customer before paying.
    CANCELLED = "cancelled"
    #: Money came that does not fit: too late, the wrong amount, the goods are gone.
    NEEDS_DECISION = "needs_decision"


_S = State

#: From a state to the states it may move to. Money is never refused, so late payments lead on.
MOVES: dict[State, frozenset[State]] = {
    _S.AWAITING_PAYMENT: frozenset(
        {_S.PAYMENT_PENDING, _S.PAID, _S.EXPIRED, _S.CANCELLED, _S.NEEDS_DECISION}
    ),
    _S.PAYMENT_PENDING: frozenset({_S.PAID, _S.EXPIRED, _S.NEEDS_DECISION}),
    _S.PAID: frozenset({_S.PACKED, _S.NEEDS_DECISION}),
    _S.PACKED: frozenset({_S.SHIPPED, _S.HANDED_OVER, _S.NEEDS_DECISION}),
    _S.SHIPPED: frozenset(),
    _S.HANDED_OVER: frozenset(),
    _S.EXPIRED: frozenset({_S.PAID, _S.NEEDS_DECISION}),
    _S.CANCELLED: frozenset({_S.PAID, _S.NEEDS_DECISION}),
    _S.NEEDS_DECISION: frozenset(),
}

#: Nobody has paid these, and they hold stock.
UNPAID = frozenset({_S.AWAITING_PAYMENT, _S.PAYMENT_PENDING})
#: These were given up: late money finds their stock released.
GIVEN_UP = frozenset({_S.EXPIRED, _S.CANCELLED})


class MoveRefused(Refused):
    """The order is not in a state from which it may move there."""


def before(target: State) -> frozenset[State]:
    """All states from which an order may move to this one."""
    return frozenset(state for state, targets in MOVES.items() if target in targets)


def last_step(delivery: str) -> State:
    """How a packed order leaves the house."""
    return State.SHIPPED if delivery == "shipping" else State.HANDED_OVER
