from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.origin.claim_rules import (
    Coffee,
    Evidence,
    Obstacle,
    Stand,
    code_for,
    is_control_body_code,
    may_be_said,
    obstacles,
    periods,
    speaks_of_organic,
)

DAY = date(2026, 6, 1)
days = st.integers(-40, 40).map(lambda number: DAY + timedelta(days=number))


@st.composite
def certificates(draw: st.DrawFn) -> Evidence:
    kind = draw(st.sampled_from(["organic", "fair"]))
    holder_kind = draw(st.sampled_from(["shop", "roaster", "importer", "cooperative"]))
    grower = draw(st.integers(1, 3))
    first, last = sorted((draw(days), draw(days)))
    return Evidence(
        certificate_id=draw(st.integers(1, 99)),
        scheme=draw(st.sampled_from([f"{kind} 1", f"{kind} 2"])),
        scheme_kind=kind,
        is_permitted=draw(st.sampled_from([True, True, True, False])),
        holder_kind=holder_kind,
        holder=f"Coop {grower}"
        if holder_kind == "cooperative"
        else f"{holder_kind} {draw(st.sampled_from('AB'))}",
        cooperative_id=grower if holder_kind == "cooperative" else None,
        code=draw(st.sampled_from(["DE-ÖKO-006", "DE-ÖKO-037", ""])),
        valid_from=first,
        valid_until=last,
        revoked_on=draw(st.none() | days),
    )


@st.composite
def stands(draw: st.DrawFn) -> Stand:
    evidence = tuple(draw(st.lists(certificates(), max_size=6)))
    of_shop = [one for one in evidence if one.holder_kind == "shop"]
    return Stand(
        kind=draw(st.sampled_from(["organic", "fair"])),
        is_withdrawn=draw(st.sampled_from([False, False, False, True])),
        evidence=evidence,
        of_shop=tuple(one for one in of_shop if one.scheme_kind == "organic"),
    )


makers = st.sampled_from(["roaster A", "roaster B", "shop A", "wer anders"])
coffees = st.builds(
    Coffee,
    growers=st.frozensets(st.integers(1, 3), min_size=1),
    maker=makers,
    made=st.frozensets(st.tuples(makers, days), max_size=2),
)


def coffee_of(growers: set[int] | None = None, made: set[tuple[str, date]] | None = None) -> Coffee:
    return Coffee(frozenset(growers or {1}), "Rösterei", frozenset(made or ()))


def certificate(**fields: Any) -> Evidence:
    given: dict[str, Any] = {
        "certificate_id": 1,
        "scheme": "EU-Bio",
        "scheme_kind": "organic",
        "is_permitted": True,
        "holder_kind": "roaster",
        "holder": "Rösterei",
        "cooperative_id": None,
        "code": "DE-ÖKO-006",
        "valid_from": DAY - timedelta(days=10),
        "valid_until": DAY + timedelta(days=10),
        "revoked_on": None,
    }
    return Evidence(**given | fields)


def stand(*evidence: Evidence, kind: str = "organic", **fields: Any) -> Stand:
    shop = certificate(holder_kind="shop", holder="Laden", code="DE-ÖKO-037")
    given: dict[str, Any] = {"is_withdrawn": False, "of_shop": (shop,)}
    return Stand(kind=kind, evidence=evidence, **given | fields)


@given(stands(), coffees, days)
def test_a_claim_is_said_only_while_everybody_in_the_coffee_has_a_valid_certificate(
    on: Stand, coffee: Coffee, day: date
) -> None:
    """The rule once more, in other words."""
    part = [one for one in on.evidence if _is_in(one, coffee)]
    valid = {(one.scheme, one.holder) for one in part if one.is_valid_on(day)}
    expected = (
        not on.is_withdrawn
        and {(one.scheme, one.holder) for one in part} <= valid
        and on.kind in {one.scheme_kind for one in part}
        and _first_of_each(part)
        and _growers(on, coffee)
        and (on.kind != "organic" or _organic(on, coffee, day))
    )
    assert may_be_said(on, coffee, day) == expected


def _is_in(one: Evidence, coffee: Coffee) -> bool:
    if one.holder_kind == "cooperative":
        return one.cooperative_id in coffee.growers
    makers = {coffee.maker} | {maker for maker, _ in coffee.made}
    return one.holder_kind != "roaster" or one.holder in makers


def _first_of_each(part: list[Evidence]) -> bool:
    """A scheme's permission is one fact, so the first certificate tells it."""
    first: dict[tuple[str, str], bool] = {}
    for one in part:
        first.setdefault((one.scheme, one.holder), one.is_permitted)
    return all(first.values())


def _growers(on: Stand, coffee: Coffee) -> bool:
    theirs = [
        one
        for one in on.evidence
        if one.holder_kind == "cooperative" and one.scheme_kind == on.kind
    ]
    held = {
        grower: {one.scheme for one in theirs if one.cooperative_id == grower}
        for grower in coffee.growers
    }
    each = list(held.values())
    return not theirs or (bool(each[0]) and all(schemes == each[0] for schemes in each))


def _organic(on: Stand, coffee: Coffee, day: date) -> bool:
    def coded(maker: str, then: date) -> bool:
        return any(
            one.scheme_kind == "organic"
            and one.holder_kind in ("shop", "roaster")
            and (one.holder, bool(one.code)) == (maker, True)
            and one.is_valid_on(then)
            for one in on.evidence
        )

    return (
        any(one.is_valid_on(day) for one in on.of_shop)
        and all(coded(maker, then) and coded(maker, day) for maker, then in coffee.made)
        and coded(coffee.maker, day)
    )


@given(stands(), st.lists(coffees, min_size=1, max_size=3), days)
def test_periods_tell_every_day_on_which_a_claim_may_be_said_and_no_other(
    on: Stand, of: list[Coffee], day: date
) -> None:
    known = periods(on, of)
    inside = any(first <= day <= last for first, last in known)
    assert inside == any(may_be_said(on, coffee, day) for coffee in of)
    assert all(first <= last for first, last in known)


@given(stands(), coffees, days)
def test_an_organic_claim_is_said_only_with_the_code_of_a_certified_maker(
    on: Stand, coffee: Coffee, day: date
) -> None:
    codes = {
        one.code
        for one in on.evidence
        if one.holder == coffee.maker and one.scheme_kind == "organic" and one.is_valid_on(day)
    }
    if on.kind == "organic" and may_be_said(on, coffee, day):
        assert code_for(on, coffee.maker, day) in codes - {""}


@given(stands(), coffees, days)
def test_more_evidence_never_brings_back_what_one_holder_lost(
    on: Stand, coffee: Coffee, day: date
) -> None:
    gone = certificate(
        holder_kind="importer", scheme="anders", holder="neu", valid_until=day - timedelta(days=1)
    )
    more = Stand(on.kind, on.is_withdrawn, (*on.evidence, gone), on.of_shop)
    assert not may_be_said(more, coffee, day)


def fair(grower: int, **fields: Any) -> Evidence:
    of = {"holder": f"Coop {grower}", "cooperative_id": grower, "holder_kind": "cooperative"}
    return certificate(**of | {"scheme": "Fair", "scheme_kind": "fair", "code": ""} | fields)


@pytest.mark.parametrize(
    ("growers", "is_said"), [({1}, True), ({1, 2}, True), ({2, 3}, False), ({3}, False)]
)
def test_each_cooperative_with_a_share_needs_a_certificate_of_its_own(
    growers: set[int], is_said: bool
) -> None:
    on = stand(fair(1), fair(2), kind="fair")
    assert may_be_said(on, coffee_of(growers=growers), DAY) == is_said


def test_a_cooperative_loses_the_claim_for_its_own_coffee_and_for_no_other() -> None:
    on = stand(fair(1), fair(2, revoked_on=DAY), kind="fair")
    assert may_be_said(on, coffee_of(growers={1}), DAY)
    assert not may_be_said(on, coffee_of(growers={1, 2}), DAY)
    assert not may_be_said(on, coffee_of(growers={2}), DAY)


def test_a_certificate_under_other_rules_does_not_stand_in() -> None:
    on = stand(fair(1), fair(2, scheme="Anders"), kind="fair")
    assert not may_be_said(on, coffee_of(growers={1, 2}), DAY)
    assert may_be_said(on, coffee_of(growers={2}), DAY)


def test_a_claim_without_certificates_of_growers_does_not_ask_for_them() -> None:
    on = stand(certificate(scheme_kind="fair"), kind="fair")
    assert may_be_said(on, coffee_of(growers={1, 2, 3}), DAY)


def test_what_was_roasted_before_the_roaster_was_certified_is_not_organic() -> None:
    on = stand(certificate())
    assert may_be_said(on, coffee_of(made={("Rösterei", DAY - timedelta(days=10))}), DAY)
    [(what, _)] = obstacles(on, coffee_of(made={("Rösterei", DAY - timedelta(days=11))}), DAY)
    assert what is Obstacle.NOT_CERTIFIED_THEN


def test_everybody_who_made_a_part_of_a_set_must_be_certified() -> None:
    made = {("Rösterei", DAY), ("Wer anders", DAY)}
    whys = {what for what, _ in obstacles(stand(certificate()), coffee_of(made=made), DAY)}
    assert whys == {Obstacle.NO_CODE}


def test_both_days_of_a_certificate_count_and_that_of_its_revocation_does_not() -> None:
    one = certificate(valid_from=DAY, valid_until=DAY)
    assert one.is_valid_on(DAY)
    assert not one.is_valid_on(DAY - timedelta(days=1))
    assert not one.is_valid_on(DAY + timedelta(days=1))
    assert not certificate(revoked_on=DAY).is_valid_on(DAY)
    assert certificate(revoked_on=DAY).is_valid_on(DAY - timedelta(days=1))


def test_the_code_is_that_of_the_newest_valid_certificate_of_the_maker() -> None:
    old = certificate()
    new = certificate(valid_from=DAY, code="DE-ÖKO-013", certificate_id=2)
    on = stand(old, new)
    assert code_for(on, "RÖSTEREI ", DAY - timedelta(days=1)) == "DE-ÖKO-006"
    assert code_for(on, "rösterei", DAY) == "DE-ÖKO-013"


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (stand(certificate(), is_withdrawn=True), Obstacle.WITHDRAWN),
        (stand(certificate(), kind="fair"), Obstacle.NO_EVIDENCE),
        (stand(certificate(is_permitted=False)), Obstacle.NOT_PERMITTED),
        (stand(certificate(), fair(2, scheme_kind="organic")), Obstacle.GROWER_NOT_CERTIFIED),
        (
            stand(certificate(), certificate(holder="A", holder_kind="importer", revoked_on=DAY)),
            Obstacle.NOT_VALID,
        ),
        (stand(certificate(), of_shop=()), Obstacle.SHOP_NOT_CERTIFIED),
        (stand(certificate(code="")), Obstacle.NO_CODE),
        (stand(certificate(holder_kind="importer")), Obstacle.NO_CODE),
    ],
)
def test_each_reason_is_named(on: Stand, why: Obstacle) -> None:
    assert [what for what, _ in obstacles(on, coffee_of(), DAY)] == [why]


@pytest.mark.parametrize("text", ["Bio-Kaffee", "ökologisch", "Rohkaffee BIO", "organic coffee"])
def test_words_of_organic_farming_are_recognised(text: str) -> None:
    assert speaks_of_organic(text)


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("DE-ÖKO-006", True), ("PE-BIO-141", True), ("DE-ÖKO-6", False), ("DE ÖKO 006", False)],
)
def test_codes_of_control_bodies_are_recognised(code: str, is_one: bool) -> None:
    assert is_control_body_code(code) == is_one
