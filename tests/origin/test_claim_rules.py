from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.origin.claim_rules import (
    Evidence,
    Obstacle,
    Stand,
    code_for,
    is_control_body_code,
    may_be_said,
    may_be_said_of,
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
    first, last = sorted((draw(days), draw(days)))
    return Evidence(
        certificate_id=draw(st.integers(1, 99)),
        scheme=draw(st.sampled_from([f"{kind} 1", f"{kind} 2"])),
        scheme_kind=kind,
        is_permitted=draw(st.sampled_from([True, True, True, False])),
        holder_kind=holder_kind,
        holder=f"{holder_kind} {draw(st.sampled_from('AB'))}",
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


def certificate(**fields: Any) -> Evidence:
    given: dict[str, Any] = {
        "certificate_id": 1,
        "scheme": "EU-Bio",
        "scheme_kind": "organic",
        "is_permitted": True,
        "holder_kind": "roaster",
        "holder": "Rösterei",
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


@given(stands(), days)
def test_a_claim_is_said_only_while_every_scheme_and_holder_has_a_valid_certificate(
    on: Stand, day: date
) -> None:
    """The rule once more, in other words."""
    valid = {
        (one.scheme, one.holder)
        for one in on.evidence
        if one.valid_from <= day <= one.valid_until
        and (one.revoked_on is None or one.revoked_on > day)
    }
    expected = (
        not on.is_withdrawn
        and {(one.scheme, one.holder) for one in on.evidence} <= valid
        and on.kind in {one.scheme_kind for one in on.evidence}
        and _first_of_each(on)
        and (on.kind != "organic" or _organic(on, day))
    )
    assert may_be_said(on, day) == expected


def _first_of_each(on: Stand) -> bool:
    """A scheme's permission is one fact, so the first certificate tells it."""
    first: dict[tuple[str, str], bool] = {}
    for one in on.evidence:
        first.setdefault((one.scheme, one.holder), one.is_permitted)
    return all(first.values())


def _organic(on: Stand, day: date) -> bool:
    coded = [
        one
        for one in on.evidence
        if one.scheme_kind == "organic"
        and one.holder_kind in ("shop", "roaster")
        and one.code
        and one.is_valid_on(day)
    ]
    return bool(coded) and any(one.is_valid_on(day) for one in on.of_shop)


@given(stands(), days)
def test_periods_tell_every_day_on_which_a_claim_may_be_said_and_no_other(
    on: Stand, day: date
) -> None:
    inside = any(first <= day <= last for first, last in periods(on))
    assert inside == may_be_said(on, day)
    assert all(first <= last for first, last in periods(on))


@given(stands(), days, st.sampled_from(["roaster A", "shop B", "wer anders"]))
def test_an_organic_claim_is_said_only_with_the_code_of_a_certified_maker(
    on: Stand, day: date, maker: str
) -> None:
    codes = {
        one.code
        for one in on.evidence
        if one.holder == maker and one.scheme_kind == "organic" and one.is_valid_on(day)
    }
    if on.kind == "organic" and may_be_said_of(on, maker, day):
        assert code_for(on, maker, day) in codes - {""}
    if on.kind == "fair":
        assert may_be_said_of(on, maker, day) == may_be_said(on, day)


@given(stands(), days)
def test_more_evidence_never_brings_back_what_one_holder_lost(on: Stand, day: date) -> None:
    gone = certificate(scheme="anders", holder="neu", valid_until=day - timedelta(days=1))
    more = Stand(on.kind, on.is_withdrawn, (*on.evidence, gone), on.of_shop)
    assert not may_be_said(more, day)


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
        (stand(certificate(), certificate(holder="A", revoked_on=DAY)), Obstacle.NOT_VALID),
        (stand(certificate(), of_shop=()), Obstacle.SHOP_NOT_CERTIFIED),
        (stand(certificate(code="")), Obstacle.NO_CODE),
        (stand(certificate(holder_kind="importer")), Obstacle.NO_CODE),
    ],
)
def test_each_reason_is_named(on: Stand, why: Obstacle) -> None:
    assert [what for what, _ in obstacles(on, DAY)] == [why]


@pytest.mark.parametrize("text", ["Bio-Kaffee", "ökologisch", "Rohkaffee BIO", "organic coffee"])
def test_words_of_organic_farming_are_recognised(text: str) -> None:
    assert speaks_of_organic(text)


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("DE-ÖKO-006", True), ("PE-BIO-141", True), ("DE-ÖKO-6", False), ("DE ÖKO 006", False)],
)
def test_codes_of_control_bodies_are_recognised(code: str, is_one: bool) -> None:
    assert is_control_body_code(code) == is_one
