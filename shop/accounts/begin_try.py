"""Count a sign-in before it is looked at, so that many at once cannot slip past the limits."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete, func, insert, select

from shop.accounts.models import SignInTry
from shop.accounts.rules import WINDOW, Tries, may_try
from shop.clock import now
from shop.db import db


@dataclass(frozen=True, slots=True)
class Try:
    """A sign-in whose password may be looked at. It counts as failed until it is `forgiven`."""

    ids: tuple[int, ...]
    pair: str
    device: str | None

    def forgiven(self) -> None:
        """It was the right password: what this person mistyped before is forgotten too."""
        own = [bucket for bucket in (self.pair, self.device) if bucket]
        db.session.execute(
            delete(SignInTry).where(SignInTry.id.in_(self.ids) | SignInTry.bucket.in_(own))
        )
        db.session.commit()


def begin_try(
    account: str,
    address: str,
    device: str | None,
    allowed: Callable[[Tries], bool] = may_try,
) -> Try | None:
    """None when there were too many lately; such a try is not counted, so the wait ends.

    Commits, since the next one may come before this one is answered. `account` is hashed.
    `allowed` is the rule: that of passwords unless another is given.
    """
    place = _network(address)
    buckets = {
        "pair": _bucket("pair", account, place),
        "account": _bucket("account", account),
        "address": _bucket("address", place),
    }
    if device:
        buckets = {"device": _bucket("device", account, device)}
    ids = _note(list(buckets.values()))
    db.session.commit()
    known = _count(list(buckets.values()))
    db.session.rollback()
    # A sign-in that came right meanwhile has forgiven this one too: it still counts itself.
    counted = {kind: known.get(bucket, 1) for kind, bucket in buckets.items()}
    if not allowed(Tries(**{"pair": 0, "account": 0, "address": 0} | counted)):
        db.session.execute(delete(SignInTry).where(SignInTry.id.in_(ids)))
        db.session.commit()
        return None
    return Try(ids, _bucket("pair", account, place), buckets.get("device"))


def hash_of_account(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def _network(address: str) -> str:
    """One household has a whole /64 of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        # Some proxies add a port.
        return address
    return address if not isinstance(found, IPv6Address) else found.exploded[:19]


def _bucket(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _note(buckets: list[str]) -> tuple[int, ...]:
    rows = [{"bucket": bucket, "tried_at": now()} for bucket in buckets]
    return tuple(db.session.scalars(insert(SignInTry).returning(SignInTry.id), rows))


def _count(buckets: list[str]) -> dict[str, int]:
    rows = db.session.execute(
        select(SignInTry.bucket, func.count())
        .where(SignInTry.bucket.in_(buckets), SignInTry.tried_at > now() - WINDOW)
        .group_by(SignInTry.bucket)
    )
    return {bucket: number for bucket, number in rows}
