"""Which certificates end soon, and what disappears with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import select

from shop.clock import today
from shop.db import db
from shop.origin.claim_records import claim_rows, coffee, coffees, covered, stand
from shop.origin.claim_rules import Coffee, Evidence, Stand, has_part
from shop.origin.models import Batch
from shop.origin.proof_models import Claim

DAYS = 90


@dataclass(frozen=True, slots=True)
class Expiring:
    """The last certificate of a scheme and holder on which claims rest."""

    certificate_id: int
    scheme: str
    holder: str
    #: The last day on which it counts.
    last_day: date
    is_revoked: bool
    #: Id and text of each claim that is gone the day after, of all coffee or of this holder's.
    claims: tuple[tuple[int, str], ...]
    #: Codes of the batches it is then not said of any more, as far as they can still be sold.
    batches: tuple[str, ...]

    def days_left(self, day: date) -> int:
        """Negative when it has ended."""
        return (self.last_day - day).days


def expiring(days: int = DAYS) -> list[Expiring]:
    """What ends within so many days or has ended, and is evidence of a claim not withdrawn.

    Soonest first. A certificate that was renewed is not among them; the shop's own organic ones
    are, since every organic claim rests on them. Two queries.
    """
    rows = db.session.execute(
        claim_rows().where(Claim.withdrawn_at.is_(None)).order_by(Claim.id)
    ).all()
    texts = {row.claim_id: row.text for row in rows}
    ends: dict[int, tuple[Evidence, list[int]]] = {}
    for claim_id, same in groupby(rows, key=lambda row: row.claim_id):
        for last in _last_of_each(stand(same)):
            if _last_day(last) <= today() + timedelta(days=days):
                ends.setdefault(last.certificate_id, (last, []))[1].append(claim_id)
    batches = _batches(texts) if ends else {}
    found = (_expiring(last, claim_ids, texts, batches) for last, claim_ids in ends.values())
    return sorted(found, key=lambda one: (one.last_day, one.certificate_id))


def _last_of_each(on: Stand) -> Iterator[Evidence]:
    """Of each scheme and holder the certificate that ends last, and of the shop's own ones."""
    for of in dict.fromkeys(one.of for one in on.evidence):
        yield max((one for one in on.evidence if one.of == of), key=_last_day)
    if on.kind == "organic" and on.of_shop:
        yield max(on.of_shop, key=_last_day)


def _last_day(one: Evidence) -> date:
    if one.revoked_on is None:
        return one.valid_until
    return min(one.valid_until, one.revoked_on - timedelta(days=1))


def _expiring(
    last: Evidence,
    claim_ids: Sequence[int],
    texts: Mapping[int, str],
    batches: Mapping[int, Sequence[tuple[str, Coffee]]],
) -> Expiring:
    gone = dict.fromkeys(claim_ids)
    codes = {
        code
        for claim_id in gone
        for code, batch in batches.get(claim_id, ())
        if has_part(last, batch)
    }
    return Expiring(
        certificate_id=last.certificate_id,
        scheme=last.scheme,
        holder=last.holder,
        last_day=_last_day(last),
        is_revoked=last.revoked_on is not None,
        claims=tuple((claim_id, texts[claim_id]) for claim_id in gone),
        batches=tuple(sorted(codes)),
    )


def _batches(claim_ids: Iterable[int]) -> dict[int, list[tuple[str, Coffee]]]:
    """Claim → the batches it covers which are neither blocked nor too old."""
    current = select(Batch.id).where(Batch.blocked_at.is_(None), Batch.best_before >= today())
    covers, made = covered(current), coffees(current)
    found: dict[int, list[tuple[str, Coffee]]] = {claim_id: [] for claim_id in claim_ids}
    rows = db.session.execute(
        select(covers.c.claim_id, Batch.code, made)
        .join(Batch, Batch.id == covers.c.batch_id)
        .join(made, made.c.batch_id == Batch.id)
    )
    for row in rows:
        if row.claim_id in found:
            found[row.claim_id].append((row.code, coffee(row)))
    return found
