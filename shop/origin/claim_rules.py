"""When the shop may say something of a coffee: decided without asking anybody."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

#: Whoever processes the coffee last, or sells it; others grew or brought it.
PROCESSORS = ("roaster", "shop")
#: Words that make a claim one of organic farming, which has rules of its own ((EU) 2018/848).
_ORGANIC_WORD = re.compile(r"bio|öko|oeko|organi[ck]|orgánic", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2}-[A-ZÄÖÜ]{3}-[0-9]{2,3}")
_DAY = timedelta(days=1)


class Obstacle(Enum):
    """Why a claim is not shown."""

    WITHDRAWN = "withdrawn"
    #: No certificate at all of a scheme of its kind, of anybody who has part in the coffee.
    NO_EVIDENCE = "no_evidence"
    #: Of a scheme and holder none is valid.
    NOT_VALID = "not_valid"
    #: Nobody wrote down why the scheme's mark may be shown (Annex to § 3 (3) UWG no. 2a).
    NOT_PERMITTED = "not_permitted"
    #: It rests on certificates of growers, and somebody who grew this coffee has none.
    GROWER_NOT_CERTIFIED = "grower_not_certified"
    #: Whoever sells organic coffee from afar must be certified (Art. 34, 35 (EU) 2018/848).
    SHOP_NOT_CERTIFIED = "shop_not_certified"
    #: No valid certificate of who made the coffee tells the control body's code.
    NO_CODE = "no_code"
    #: None of them was valid on the day on which it was made.
    NOT_CERTIFIED_THEN = "not_certified_then"


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
    #: Where the holder is one of them.
    cooperative_id: int | None
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


@dataclass(frozen=True, slots=True)
class Coffee:
    """What of a batch decides about claims, or of a green lot that somebody might roast."""

    #: Cooperatives with a share in any of its green lots.
    growers: frozenset[int]
    #: Whom the batch names.
    maker: str
    #: Who made it and what it is put together of, and on which day; nothing of a green lot.
    made: frozenset[tuple[str, date]] = frozenset()

    @property
    def makers(self) -> frozenset[str]:
        return frozenset({_plain(self.maker), *(_plain(maker) for maker, _ in self.made)})


class Hands(NamedTuple):
    """Who had a green lot in hand."""

    growers: frozenset[int]
    makers: frozenset[str]


def has_part(one: Evidence, coffee: Coffee) -> bool:
    """Whether the holder has to do with this coffee.

    Growers and roasters are told by the records; who brought or sells it does so with all of it.
    """
    if one.holder_kind == "cooperative":
        return one.cooperative_id in coffee.growers
    return one.holder_kind != "roaster" or _plain(one.holder) in coffee.makers


def obstacles(
    stand: Stand, coffee: Coffee, day: date
) -> Iterator[tuple[Obstacle, Evidence | None]]:
    """Each reason why it is not said of this coffee on this day, with a certificate that it is
    about. Whether the claim covers its green lots is another question."""
    needed = [one for one in stand.evidence if has_part(one, coffee)]
    if stand.is_withdrawn:
        yield Obstacle.WITHDRAWN, None
    if not any(one.scheme_kind == stand.kind for one in needed):
        yield Obstacle.NO_EVIDENCE, None
    for of in dict.fromkeys(one.of for one in needed):
        same = [one for one in needed if one.of == of]
        if not same[0].is_permitted:
            yield Obstacle.NOT_PERMITTED, same[0]
        if not any(one.is_valid_on(day) for one in same):
            yield Obstacle.NOT_VALID, max(same, key=lambda one: one.valid_until)
    if uncertified_growers(stand, coffee):
        yield Obstacle.GROWER_NOT_CERTIFIED, None
    if stand.kind == "organic":
        yield from _organic_obstacles(stand, coffee, day)


def may_be_said(stand: Stand, coffee: Coffee, day: date) -> bool:
    """Of this coffee, if the claim covers every green lot in it."""
    return next(obstacles(stand, coffee, day), None) is None


def uncertified_growers(stand: Stand, coffee: Coffee) -> frozenset[int]:
    """Cooperatives that have a share in it and no certificate like the others'.

    Only where the claim rests on certificates of growers at all; then each of them must have one
    under every scheme of the claim's kind that speaks for another grower of this coffee.
    """
    of_growers = [
        one
        for one in stand.evidence
        if one.holder_kind == "cooperative" and one.scheme_kind == stand.kind
    ]
    have = {(one.cooperative_id, one.scheme) for one in of_growers if has_part(one, coffee)}
    if not of_growers or not have:
        return coffee.growers if of_growers else frozenset()
    schemes = {scheme for _, scheme in have}
    return frozenset(
        grower for grower in coffee.growers if any((grower, one) not in have for one in schemes)
    )


def code_for(stand: Stand, maker: str, day: date) -> str:
    """The control body's code that stands beside an organic claim of a batch by this maker.

    Art. 32 (1) a (EU) 2018/848 wants that of who produced or prepared last. That is whom the batch
    names as its maker: as a rule the roaster, and the shop for what it roasts or puts together
    itself. The shop's own certificate is another duty and may name another body. Empty if the
    maker is not certified: then there is no code, and no claim.
    """
    newest = max(
        _certified(stand, maker, day),
        key=lambda one: (one.valid_from, one.certificate_id),
        default=None,
    )
    return newest.code if newest else ""


def periods(stand: Stand, coffees: Iterable[Coffee]) -> list[tuple[date, date]]:
    """From when to when it may be said of one of these at least, both days included, as far as is
    known today."""
    found: list[tuple[date, date]] = []
    known = set(coffees)
    days = sorted(set(_turns((*stand.evidence, *stand.of_shop))))
    for first, end in zip(days, days[1:], strict=False):
        if not any(may_be_said(stand, coffee, first) for coffee in known):
            continue
        if found and found[-1][1] + _DAY == first:
            first = found.pop()[0]
        found.append((first, end - _DAY))
    return found


def coffees_of(stand: Stand, lots: Iterable[Hands]) -> frozenset[Coffee]:
    """What became of these green lots; of one not roasted yet, what whoever the claim names may
    make of it."""
    named = {one.holder for one in stand.evidence if one.holder_kind in PROCESSORS} or {""}
    return frozenset(Coffee(lot.growers, maker) for lot in lots for maker in lot.makers or named)


def speaks_of_organic(text: str) -> bool:
    return _ORGANIC_WORD.search(text) is not None


def is_control_body_code(text: str) -> bool:
    """Country, word, number (Annex V (EU) 2018/848): „DE-ÖKO-006“."""
    return _CODE.fullmatch(text) is not None


def _organic_obstacles(
    stand: Stand, coffee: Coffee, day: date
) -> Iterator[tuple[Obstacle, Evidence | None]]:
    if not any(one.is_valid_on(day) for one in stand.of_shop):
        newest = max(stand.of_shop, key=lambda one: one.valid_until, default=None)
        yield Obstacle.SHOP_NOT_CERTIFIED, newest
    # Only what was made under control is organic, whoever is certified since. Of growers the
    # inspection of each import tells that, which is not in these records.
    makers = {coffee.maker, *(maker for maker, _ in coffee.made)}
    if not all(code_for(stand, maker, day) for maker in makers):
        yield Obstacle.NO_CODE, None
    elif not all(code_for(stand, maker, made_on) for maker, made_on in coffee.made):
        yield Obstacle.NOT_CERTIFIED_THEN, None


def _certified(stand: Stand, maker: str, day: date) -> Iterator[Evidence]:
    """Organic certificates of this processor that are valid on this day and tell a code."""
    for one in stand.evidence:
        is_one = one.holder_kind in PROCESSORS and one.scheme_kind == "organic"
        is_theirs = bool(one.code) and _plain(one.holder) == _plain(maker)
        if is_one and is_theirs and one.is_valid_on(day):
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
