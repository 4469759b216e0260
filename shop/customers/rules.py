"""How long an account may wait for its mailbox, and how long an order's people are remembered."""

from datetime import date, datetime, timedelta
from enum import IntEnum

#: A link that was not followed by then is worthless, and its password forgotten.
REQUEST_LASTS = timedelta(days=1)
#: Mails about accounts to one mailbox within that time: more would be somebody else's mischief.
REQUESTS_PER_MAILBOX = 3

#: An order nobody ever paid: nothing was booked, nothing is owed.
UNPAID_KEPT = timedelta(days=90)
#: After the last step of an order: withdrawal within 14 days of the delivery, and money back
#: within 14 more (§§ 355, 357 BGB), a parcel's two days with them.
DONE_AFTER = timedelta(days=30)
#: Calendar years to the end of which is counted: claims (§§ 195, 199 BGB), letters and booking
#: vouchers (§ 147 (1) No 2–4, (3), (4) AO, § 257 (1), (4), (5) HGB).
CLAIM_YEARS = 3
LETTER_YEARS = 6
VOUCHER_YEARS = 8
#: Mails that are no letters of a trade: links, notices about the account, alerts.
NOTICE_KEPT = timedelta(days=30)


class Kept(IntEnum):
    """What of an order still names somebody."""

    EVERYTHING = 3
    #: Names, addresses and the mailbox, in case it is withdrawn from; no telephone, no notes.
    REACHABLE = 2
    #: Names and addresses, as the vouchers need them.
    VOUCHER = 1
    NOTHING = 0


def kept(
    *,
    paid: bool,
    finished: bool,
    last_step: datetime,
    day: date,
    wanted: bool,
    today: date,
    moment: datetime,
) -> Kept:
    """What must, or may, be kept of an order. Days are those of Berlin, `day` of its last step.

    `wanted`: its customer wants it forgotten. Without that, contact data stay while claims can be
    raised; with it, until the contract is carried out.
    """
    if not finished:
        return Kept.EVERYTHING
    if not paid:
        over = wanted or moment >= last_step + UNPAID_KEPT
        return Kept.NOTHING if over else Kept.EVERYTHING
    if today > end_of_year(day, VOUCHER_YEARS):
        return Kept.NOTHING
    if today > end_of_year(day, CLAIM_YEARS):
        return Kept.VOUCHER
    if not wanted:
        return Kept.EVERYTHING
    return Kept.VOUCHER if moment >= last_step + DONE_AFTER else Kept.REACHABLE


def end_of_year(day: date, years: int) -> date:
    """The last day of a period that begins with the end of that day's year."""
    return date(day.year + years, 12, 31)
