"""Who may what, how long a session lasts, when guessing is slowed down, which password will do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.errors import Refused


class WrongCode(Refused):
    """Not the present one-time code, or used already."""


class LastFactor(Refused):
    """Who works here keeps one second factor at least."""


class LastAdmin(Refused):
    """Somebody must be able to let others in."""


class LinkExpired(Refused):
    """Used, too old, or of an account that changed since."""


class RoleName(StrEnum):
    #: Stock and orders.
    STAFF = "staff"
    #: The district's staff: reports only.
    REPORT = "report"
    #: Everything the shop's people do, and who they are.
    ADMIN = "admin"
    #: Somebody who buys here: their own orders and addresses, nothing of anybody else's.
    CUSTOMER = "customer"


#: Who holds one of these works here.
WORKING = frozenset({RoleName.STAFF, RoleName.REPORT, RoleName.ADMIN})


def opened_by(held: Iterable[str]) -> frozenset[RoleName]:
    """The roles whose pages somebody holding these may enter: an admin all that work here.

    A customer's pages open to customers alone: they show what is somebody's own.
    """
    roles = frozenset(RoleName(name) for name in held)
    return roles | WORKING if RoleName.ADMIN in roles else roles


#: The last click is written down at most this often.
TOUCH = timedelta(minutes=1)

#: Failed sign-ins count for this long.
WINDOW = timedelta(minutes=15)
PAIR_LIMIT = 5
ADDRESS_LIMIT = 30
ACCOUNT_LIMIT = 100
DEVICE_LIMIT = 10
DEVICE_DAYS = 180
#: Second factors are asked after the right password only. Who has that and nothing else shares
#: these with all strangers; a device that was in before has `DEVICE_LIMIT` for itself.
SECOND_LIMIT = 10
#: Mails one account or address can ask for within the window.
MAIL_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed sign-ins within the window, this one included."""

    #: With this account from this address, with this account, from this address.
    pair: int
    account: int
    address: int
    #: From this device, when it has signed in to this account before.
    device: int | None = None


def may_try(tries: Tries) -> bool:
    """Whether the password is looked at.

    A device that was in before has a count of its own, so strangers cannot lock its owner out.
    An account under attack still hears each new address once: slow for guessing, open for an
    owner with a new telephone.
    """
    if tries.device is not None:
        return tries.device <= DEVICE_LIMIT
    if tries.address > ADDRESS_LIMIT or tries.pair > PAIR_LIMIT:
        return False
    return tries.account <= ACCOUNT_LIMIT or tries.pair <= 1


def may_try_second(tries: Tries) -> bool:
    """Whether a second factor is looked at, whose million codes a right password opens up."""
    if tries.device is not None:
        return tries.device <= DEVICE_LIMIT
    return tries.account <= SECOND_LIMIT


def may_ask_for_mail(tries: Tries) -> bool:
    """Whether a mail is sent to an address that somebody typed."""
    return tries.account <= MAIL_LIMIT and tries.address <= ADDRESS_LIMIT


SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_GUESSED_FIRST = (
    "passwort",
    "password",
    "stadtkaffee",
    "cajamarca",
    "treptow",
    "köpenick",
    "berlin",
    "kaffee",
    "qwertz",
    "qwerty",
    "123456",
    "abcdef",
)


def is_easily_guessed(password: str, email: str) -> bool:
    """Little is left of it once the words anybody would try first are taken out."""
    rest = password.casefold()
    for word in (*_GUESSED_FIRST, *email.casefold().replace("@", ".").split(".")):
        if len(word) > 2:
            rest = rest.replace(word, "")
    return len(set(rest)) < 5


class SessionKind(StrEnum):
    """How long a session may last."""

    #: Nobody has signed in: what a page wants to tell on the next one.
    VISIT = "visit"
    #: The password was right, the second factor is still missing.
    HALF = "half"
    WORK = "work"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Lifetime:
    #: A session ends this long after the last click, and after the longest in any case.
    idle: timedelta
    longest: timedelta


LIFETIMES = {
    SessionKind.VISIT: Lifetime(timedelta(minutes=30), timedelta(hours=12)),
    SessionKind.HALF: Lifetime(timedelta(minutes=10), timedelta(minutes=10)),
    SessionKind.WORK: Lifetime(timedelta(minutes=30), timedelta(hours=12)),
    SessionKind.CUSTOMER: Lifetime(timedelta(days=14), timedelta(days=90)),
}


def is_alive(kind: SessionKind, started_at: datetime, seen_at: datetime, moment: datetime) -> bool:
    lasts = LIFETIMES[kind]
    return moment - seen_at < lasts.idle and moment - started_at < lasts.longest


#: A change of password, address or second factor wants a proof no older than this.
PROOF = timedelta(minutes=15)


def works_here(roles: Iterable[str]) -> bool:
    """Whether these roles let in with two factors only."""
    return bool(WORKING & {RoleName(role) for role in roles})
