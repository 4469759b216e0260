"""The word in a link that opens one door of one account once.

It is made of a random number in the database and the shop's key, so that neither a copy of the
database nor another link makes one; the purpose is part of it.
"""

import hmac

from sqlalchemy import select

from shop.accounts.link_rules import Purpose
from shop.accounts.models import AccountLink, Person
from shop.accounts.seal import seal, seals
from shop.clock import now
from shop.db import db


def word_of(link: AccountLink) -> str:
    return f"{link.id}-{seal('link', _sealed(link))}"


def link_behind(purpose: Purpose, word: str) -> AccountLink | None:
    """The link with this word, while it opens something."""
    number, _, mark = word.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and mark.isascii()):
        return None
    found = db.session.get(AccountLink, int(number))
    if found is None or found.purpose != purpose:
        return None
    if not any(hmac.compare_digest(mark, right) for right in seals("link", _sealed(found))):
        return None
    return usable(found.id, purpose)


def usable(link_id: int, purpose: Purpose) -> AccountLink | None:
    """Not used, not too old, and the account still has the address it was sent to.

    A link to a new address is bound to that one instead.
    """
    found = db.session.execute(
        select(AccountLink, Person)
        .join(Person, Person.id == AccountLink.person_id)
        .where(
            AccountLink.id == link_id,
            AccountLink.purpose == purpose,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > now(),
            Person.active,
        )
    ).first()
    if found is None:
        return None
    link, person = found
    return link if purpose is Purpose.EMAIL or link.email == person.email else None


def _sealed(link: AccountLink) -> str:
    return f"{link.purpose}:{link.id}:{link.nonce}"
