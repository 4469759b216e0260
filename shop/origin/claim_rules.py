"""When the shop may say something of a coffee: decided without asking anybody."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from shop.errors import Refused

#: Whoever processes the coffee last, or sells it; others grew or brought it.
PROCESSORS = ("roaster", "shop")
#: Words that make a claim one of organic farming, which has rules of its own ((EU) 2018/848).
_ORGANIC_WORD = re.compile(r"bio|öko|oeko|organi[ck]|orgánic", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2}-[A-ZÄÖÜ]{3}-[0-9]{2,3}")
_DAY = timedelta(days=1)


class NoEvidence(Refused):
    """Nothing is claimed without a certificate of a scheme of the claim's kind."""

    status = 422


class NoGreenLot(Refused):
    """A claim is about certain green lots, not about coffee as such."""

    status = 422


class NoOriginLine(Refused):
    """An organic claim says where the coffee was farmed (Art. 32 (2) (EU) 2018/848)."""

    status = 422


class OrganicWords(Refused):
    """Words of organic farming stand in a claim of another kind, whose rules would not hold it."""

    status = 422


class CodeMissing(Refused):
    """An organic certificate of who roasts or sells names its control body: „DE-ÖKO-006“."""

    status = 422


class SameCertificate(Refused):
    """It is in the records already. `certificate_id`: as which."""

    def __init__(self, certificate_id: int) -> None:
        super().__init__()
        self.certificate_id = certificate_id


class SameClaim(Refused):
    """The same is claimed of one of these green lots already. `claim_id`: as which."""

    def __init__(self, claim_id: int) -> None:
        super().__init__()
        self.claim_id = claim_id


class OtherHolder(Refused):
    """A renewed certificate is one of the same scheme and holder."""


class Obstacle(Enum):
    """Why a claim is not shown."""

    WITHDRAWN = "withdrawn"
    #: No certificate at all of a scheme of its kind.
    NO_EVIDENCE = "no_evidence"
    #: Of a scheme and holder none is valid.
    NOT_VALID = "not_valid"
    #: Nobody wrote down why the scheme's mark may be shown (Annex to § 3 (3) UWG no. 2a).
    NOT_PERMITTED = "not_permitted"
    #: Whoever sells organic coffee from afar must be certified (Art. 34, 35 (EU) 2018/848).
    SHOP_NOT_CERTIFIED = "shop_not_certified"
    #: No valid certificate of a roaster or of the shop tells the control body's code.
    NO_CODE = "no_code"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of a certificate decides about claims."""

    certificate_id: int
    scheme: str
    scheme_kind: str
    #: Whether somebody wrote down why the scheme may be shown.
    is_permitted: bool
    holder_kind: str
    holder: str
    code: str
    valid_from: date
    valid_until: date
    revoked_on: date | None

    @property
    def of(self) -> tuple[str, str]:
        """Scheme and holder: for each of them one certificate must be valid."""
        return self.scheme, _plain(self.holder)

    def is_valid_on(self, day: date) -> bool:
        """Both days are included; that of a revocation is not."""
        revoked = self.revoked_on is not None and day >= self.revoked_on
        return self.valid_from <= day <= self.valid_until and not revoked


@dataclass(frozen=True, slots=True)
class Stand:
    """What a claim stands on."""

    kind: str
    is_withdrawn: bool
    evidence: tuple[Evidence, ...]
    #: Organic certificates of the shop itself, whether or not the claim names them.
    of_shop: tuple[Evidence, ...]


def obstacles(stand: Stand, day: date) -> Iterator[tuple[Obstacle, Evidence | None]]:
    """Each reason why nothing may be said on this day, with a certificate that it is about."""
    if stand.is_withdrawn:
        yield Obstacle.WITHDRAWN, None
    if not any(one.scheme_kind == stand.kind for one in stand.evidence):
        yield Obstacle.NO_EVIDENCE, None
    for of in dict.fromkeys(one.of for one in stand.evidence):
        same = [one for one in stand.evidence if one.of == of]
        if not same[0].is_permitted:
            yield Obstacle.NOT_PERMITTED, same[0]
        if not any(one.is_valid_on(day) for one in same):
            yield Obstacle.NOT_VALID, max(same, key=lambda one: one.valid_until)
    if stand.kind == "organic":
        yield from _organic_obstacles(stand, day)


def may_be_said(stand: Stand, day: date) -> bool:
    """Of some coffee at least; of which, its green lots and its maker decide."""
    return next(obstacles(stand, day), None) is None


def code_for(stand: Stand, maker: str, day: date) -> str:
    """The control body's code that stands beside an organic claim of a batch by this maker.

    Art. 32 (1) a (EU) 2018/848 wants that of who produced or prepared last. That is whom the batch
    names as its maker: as a rule the roaster, and the shop for what it roasts or puts together
    itself. The shop's own certificate is another duty and may name another body. Empty if the
    maker is not certified: then there is no code, and no claim.
    """
    of_maker = (
        one
        for one in _processors(stand, day)
        if _plain(one.holder) == _plain(maker) and one.is_permitted
    )
    newest = max(of_maker, key=lambda one: (one.valid_from, one.certificate_id), default=None)
    return newest.code if newest else ""


def may_be_said_of(stand: Stand, maker: str, day: date) -> bool:
    """Of a batch by this maker, if the claim covers every green lot in it."""
    has_code = stand.kind != "organic" or bool(code_for(stand, maker, day))
    return has_code and may_be_said(stand, day)


def periods(stand: Stand) -> list[tuple[date, date]]:
    """From when to when the claim may be said, both days included, as far as is known today."""
    found: list[tuple[date, date]] = []
    days = sorted(set(_turns((*stand.evidence, *stand.of_shop))))
    for first, end in zip(days, days[1:], strict=False):
        if not may_be_said(stand, first):
            continue
        if found and found[-1][1] + _DAY == first:
            first = found.pop()[0]
        found.append((first, end - _DAY))
    return found


def speaks_of_organic(text: str) -> bool:
    return _ORGANIC_WORD.search(text) is not None


def is_control_body_code(text: str) -> bool:
    """Country, word, number (Annex V (EU) 2018/848): „DE-ÖKO-006“."""
    return _CODE.fullmatch(text) is not None


def _organic_obstacles(stand: Stand, day: date) -> Iterator[tuple[Obstacle, Evidence | None]]:
    if not any(one.is_valid_on(day) for one in stand.of_shop):
        newest = max(stand.of_shop, key=lambda one: one.valid_until, default=None)
        yield Obstacle.SHOP_NOT_CERTIFIED, newest
    if not any(one.code for one in _processors(stand, day)):
        yield Obstacle.NO_CODE, None


def _processors(stand: Stand, day: date) -> Iterator[Evidence]:
    for one in stand.evidence:
        is_one = one.holder_kind in PROCESSORS and one.scheme_kind == "organic"
        if is_one and one.code and one.is_valid_on(day):
            yield one


def _turns(evidence: Iterable[Evidence]) -> Iterator[date]:
    """Days on which something begins or has just ended."""
    for one in evidence:
        yield one.valid_from
        if one.valid_until < date.max:
            yield one.valid_until + _DAY
        if one.revoked_on:
            yield one.revoked_on


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
