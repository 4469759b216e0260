"""Who may what, how long a session lasts, when guessing is slowed down, which password will do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


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


#: A session ends this long after the last click, and after the longest in any case.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
#: The last click is written down at most this often.
TOUCH = timedelta(minutes=1)

#: Failed sign-ins count for this long.
WINDOW = timedelta(minutes=15)
PAIR_LIMIT = 5
ADDRESS_LIMIT = 30
ACCOUNT_LIMIT = 100
DEVICE_LIMIT = 10
DEVICE_DAYS = 180


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
