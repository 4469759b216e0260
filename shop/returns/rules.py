"""What a declaration of withdrawal says, what it may refer to, and when the money is due."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

#: What a withdrawal is done with where no refund in the shop says so. Kept in the book of changes,
#: so a key never changes; the staff's words for it are in `forms.py`.
CLOSED_BY = ("paid_otherwise", "nothing_paid", "no_withdrawal")

#: To one mailbox: whoever declares may type the address of a stranger.
MAILS_PER_HOUR = 5

_PERIOD = timedelta(days=14)
_NUMBER = re.compile(r"\bSK[\s–-]*([0-9]{4})[\s–-]*([0-9]{5,9})(?![0-9])", re.IGNORECASE)
_LINK = re.compile(r"([.。．｡:/@])(?=[^\W\d_]|/)")
_GAP = "\u200b"


@dataclass(frozen=True)
class Declaration:
    """What § 356a (2) BGB asks for, as typed; empty `goods` means everything."""

    name: str
    contract: str
    email: str
    goods: str = ""


def money_back_by(received_on: date) -> date:
    """The last day for the refund (§ 357 (1) BGB): 14 days after the Berlin day of receipt."""
    return received_on + _PERIOD


def order_numbers(text: str) -> tuple[str, ...]:
    """The order numbers somebody wrote into a sentence, in the shop's own spelling."""
    return tuple(f"SK-{year}-{rest}" for year, rest in _NUMBER.findall(text))


def without_links(text: str) -> str:
    """Reads the same, but no mail program makes a link of it: an invisible gap parts addresses."""
    return _LINK.sub(rf"\1{_GAP}", text)


def mailbox_of(email: str) -> str:
    """„Name+anything@Example.org“ and „name@example.org“ end in one mailbox."""
    local, _, domain = email.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
