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
    #: Its money does not fit (too late, wrong, goods gone) or is doubted: dispute, warning, loss.
    NEEDS_DECISION = "needs_decision"
    #: All of its money goes back or went back; nothing is sent.
    REFUNDED = "refunded"


class Note(StrEnum):
    """Why an order moved, or what happened while it stayed. Says nothing of the customer.

    Kept in the history, so a key never changes; the staff's words for it are in a template.
    """

    GIVEN_UP = "given_up"
    PAGE_EXPIRED = "page_expired"
    #: Or the provider does not know the page any more.
    NEVER_OPENED = "never_opened"
    PAYMENT_FAILED = "payment_failed"
    #: Another amount, another currency, or test money in a live shop.
    PAYMENT_DIFFERS = "payment_differs"
    #: Money for an order that had been paid or given back: it goes back by itself.
    PAID_AGAIN = "paid_again"
    PAID_LATE_GOODS_GONE = "paid_late_goods_gone"
    #: After it was ordered and before it was paid, and no other batch had the goods.
    BATCH_BLOCKED = "batch_blocked"
    #: What is left does not keep what was claimed of the goods when they were ordered.
    CLAIM_MISSING = "claim_missing"
    DELIVERED_ANYWAY = "delivered_anyway"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly_refunded"
    #: Somebody gave money back in the provider's dashboard.
    REFUNDED_ELSEWHERE = "refunded_elsewhere"
    REFUND_FAILED = "refund_failed"
    REFUND_ASKED_AGAIN = "refund_asked_again"
    #: The customer got the money of a failed refund another way.
    REFUNDED_BY_HAND = "refunded_by_hand"
    #: The bank took a payment back that had been reported as paid.
    PAYMENT_LOST = "payment_lost"
    #: The sale of money a bank took back is undone; none went back.
    CANCELLED_AFTER_LOSS = "cancelled_after_loss"
    #: What a bank took back after the parcel had left came another way, or never.
    CLAIM_PAID = "claim_paid"
    CLAIM_GIVEN_UP = "claim_given_up"
    DISPUTED = "disputed"
    #: The money is here again, or stayed.
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    FRAUD_WARNING = "fraud_warning"
    UNDER_REVIEW = "under_review"
    REVIEW_ENDED = "review_ended"
    NOT_PACKED = "not_packed"
    #: A parcel with part of it left; the rest follows.
    PART_SENT = "part_sent"
    #: Carrier or tracking number of a parcel was added or corrected.
    PARCEL_CORRECTED = "parcel_corrected"
    WITHDRAWAL_RECEIVED = "withdrawal_received"


_S = State

#: From a state to the states it may move to. Money is never refused, so late payments lead on.
MOVES: dict[State, frozenset[State]] = {
    _S.AWAITING_PAYMENT: frozenset(
        {_S.PAYMENT_PENDING, _S.PAID, _S.EXPIRED, _S.CANCELLED, _S.NEEDS_DECISION}
    ),
    _S.PAYMENT_PENDING: frozenset({_S.PAID, _S.EXPIRED, _S.NEEDS_DECISION}),
    _S.PAID: frozenset({_S.PACKED, _S.NEEDS_DECISION, _S.REFUNDED}),
    # Back to paid: the wrong one was taken for packed.
    _S.PACKED: frozenset({_S.PAID, _S.SHIPPED, _S.HANDED_OVER, _S.NEEDS_DECISION, _S.REFUNDED}),
    _S.SHIPPED: frozenset(),
    _S.HANDED_OVER: frozenset(),
    _S.EXPIRED: frozenset({_S.PAID, _S.NEEDS_DECISION}),
    _S.CANCELLED: frozenset({_S.PAID, _S.NEEDS_DECISION}),
    _S.NEEDS_DECISION: frozenset({_S.PAID, _S.REFUNDED}),
    _S.REFUNDED: frozenset(),
}

#: Of a pickup code: none that looks like another one, and no vowels, so that it spells no word.
CODE_SIGNS = "34679CDFGHJKMNPQRTVWXY"
CODE_LENGTH = 6

#: Nobody has paid these, and they hold stock.
UNPAID = frozenset({_S.AWAITING_PAYMENT, _S.PAYMENT_PENDING})
#: These were given up: late money finds their stock released.
GIVEN_UP = frozenset({_S.EXPIRED, _S.CANCELLED})
#: These are paid, and nothing of them has left the house.
STILL_HERE = frozenset({_S.PAID, _S.PACKED})


class MoveRefused(Refused):
    """The order is not in a state from which it may move there."""


class ClaimMissing(Refused):
    """The goods that are left are not what was claimed of them when they were ordered."""


class LotBlocked(Refused):
    """Nothing of a blocked batch leaves the house. `codes`: of the batches."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__()
        self.codes = codes


def before(target: State) -> frozenset[State]:
    """All states from which an order may move to this one."""
    return frozenset(state for state, targets in MOVES.items() if target in targets)


def last_step(delivery: str) -> State:
    """How a packed order leaves the house."""
    return State.SHIPPED if delivery == "shipping" else State.HANDED_OVER


def code_shown(code: str) -> str:
    """As it is read out: „K7PX-3M“."""
    return f"{code[:4]}-{code[4:]}" if len(code) > 4 else code


def code_typed(text: str) -> str:
    """What somebody read out or scanned, as it is kept: „k7px-3m“ → „K7PX3M“."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
