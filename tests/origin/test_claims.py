from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from flask import Flask

from shop.clock import now, stopped_at, today
from shop.db import db
from shop.origin.claims import Claims, claims_of, claims_on_all, claims_on_each
from shop.origin.models import Revision
from shop.origin.proof_models import Scheme
from shop.origin.put_together import put_together
from shop.origin.revoke_certificate import revoke_certificate
from shop.origin.save_scheme import save_scheme
from shop.origin.withdraw_claim import withdraw_claim
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.make.proofs import CODE, make_certificate, make_claim, make_scheme
from tests.make.queries import queries_of


@pytest.fixture
def lot(app: Flask) -> int:
    return make_green_lot(app)


@pytest.fixture
def batch(app: Flask, lot: int) -> int:
    return make_batch(app, {lot: 50_000})


def said_of(app: Flask, batch_id: int) -> Claims:
    with app.app_context():
        return claims_of(frozenset({batch_id}))[batch_id]


def said_of_all(app: Flask, *batch_ids: int) -> list[str]:
    with app.app_context():
        revision = db.session.get_one(Revision, 1).number
        return [claim.text for claim in claims_on_all(frozenset(batch_ids), revision)]


def test_a_claim_is_said_with_all_that_stands_beside_it(app: Flask, lot: int, batch: int) -> None:
    make_claim(app, [lot])
    [claim] = said_of(app, batch)
    assert (claim.text, claim.code) == ("Bio-Kaffee", CODE)
    assert claim.specification == "aus ökologischem Anbau"
    assert claim.origin_line == "Landwirtschaft Peru"
    assert len(claim.mark) == 64 and claim.mark_alt
    assert {proof.holder for proof in claim.proofs} == {"Demo-Rösterei", "Demo-Stadtkaffee"}


def test_without_a_claim_nothing_is_said(app: Flask, batch: int) -> None:
    assert said_of(app, batch) == ()
    assert said_of_all(app, batch) == []
    assert said_of_all(app) == []


def test_a_claim_covers_a_batch_only_if_it_covers_every_green_lot_of_it(app: Flask) -> None:
    """Every mixture of three lots, and a claim for each."""
    lots = [make_green_lot(app) for _ in range(3)]
    mixtures = [mixture for many in (1, 2, 3) for mixture in combinations(lots, many)]
    batches = {make_batch(app, dict.fromkeys(mixture, 1000)): mixture for mixture in mixtures}
    proofs = [make_certificate(app, make_scheme(app, "fair"))]
    claims = {
        make_claim(app, mixture, "fair", certificate_ids=proofs, text=f"{mixture}"): mixture
        for mixture in mixtures
    }
    with queries_of(app) as asked, app.app_context():
        said = claims_of(frozenset(batches))
    assert {batch: {claim.id for claim in said[batch]} for batch in batches} == {
        batch: {claim for claim, covered in claims.items() if set(mixture) <= set(covered)}
        for batch, mixture in batches.items()
    }
    assert len(asked) == 1


def test_a_claim_is_gone_the_day_after_one_of_its_certificates_ended(
    app: Flask, lot: int, batch: int
) -> None:
    scheme, other = make_scheme(app, "fair"), make_scheme(app, "fair")
    last = today() + timedelta(days=3)
    proofs = [make_certificate(app, scheme, valid_until=last), make_certificate(app, other)]
    make_claim(app, [lot], "fair", certificate_ids=proofs)
    with stopped_at(now() + timedelta(days=3)):
        assert said_of(app, batch) and said_of_all(app, batch)
    with stopped_at(now() + timedelta(days=4)):
        assert said_of(app, batch) == () and said_of_all(app, batch) == []


def test_a_newer_certificate_of_the_same_holder_carries_the_claim_on(
    app: Flask, lot: int, batch: int
) -> None:
    scheme = make_scheme(app, "fair")
    old = make_certificate(app, scheme, valid_until=today() - timedelta(days=1))
    new = make_certificate(app, scheme, number="NEU-1", valid_from=today())
    make_claim(app, [lot], "fair", certificate_ids=[old, new])
    [claim] = said_of(app, batch)
    assert [proof.number for proof in claim.proofs] == ["NEU-1"]


def test_organic_needs_the_certificate_of_the_shop_itself(app: Flask, lot: int, batch: int) -> None:
    scheme = make_scheme(app)
    make_claim(app, [lot], certificate_ids=[make_certificate(app, scheme)])
    assert said_of(app, batch) == ()
    make_certificate(app, scheme, holder_kind="shop", holder="Demo-Stadtkaffee")
    assert len(said_of(app, batch)) == 1


def test_the_code_is_that_of_who_made_the_batch(app: Flask, lot: int) -> None:
    scheme = make_scheme(app)
    shop = make_certificate(
        app, scheme, holder_kind="shop", holder="Demo-Laden", control_body_code="DE-ÖKO-037"
    )
    make_claim(app, [lot], certificate_ids=[make_certificate(app, scheme), shop])
    makers = {"Demo-Rösterei": CODE, "demo-laden": "DE-ÖKO-037"}
    for maker, code in makers.items():
        [claim] = said_of(app, make_batch(app, {lot: 1000}, roaster=maker))
        assert claim.code == code
    assert said_of(app, make_batch(app, {lot: 1000}, roaster="Rösterei ohne Zertifikat")) == ()


def test_a_scheme_of_which_nobody_knows_why_it_may_be_shown_is_not(
    app: Flask, lot: int, batch: int
) -> None:
    scheme = make_scheme(app, "fair", permitted_because="")
    make_claim(app, [lot], "fair", certificate_ids=[make_certificate(app, scheme)])
    assert said_of(app, batch) == ()


def test_what_was_withdrawn_or_revoked_is_gone_at_once_also_from_memory(
    app: Flask, lot: int, batch: int
) -> None:
    certificate = make_certificate(app, make_scheme(app, "fair"))
    withdrawn = make_claim(app, [lot], "fair", certificate_ids=[certificate], text="Eins")
    make_claim(app, [lot], "fair", certificate_ids=[certificate], text="Zwei")
    assert said_of_all(app, batch) == ["Eins", "Zwei"]
    with app.app_context():
        withdraw_claim(withdrawn, None)
        db.session.commit()
    assert said_of_all(app, batch) == ["Zwei"]
    with app.app_context():
        revoke_certificate(certificate, "Betrug", None)
        db.session.commit()
    assert said_of_all(app, batch) == []


def test_of_several_batches_only_that_is_said_which_is_true_of_all(app: Flask, lot: int) -> None:
    other = make_green_lot(app)
    one, two = make_batch(app, {lot: 1000}), make_batch(app, {other: 1000})
    make_claim(app, [lot])
    make_claim(app, [lot, other], "fair")
    assert said_of_all(app, one) == ["Bio-Kaffee", "Demo-Fair-zertifiziert"]
    assert said_of_all(app, one, two) == ["Demo-Fair-zertifiziert"]
    with app.app_context():
        groups = [frozenset({one}), frozenset({two}), frozenset({one, two}), frozenset[int]()]
        found = claims_on_each(groups, db.session.get_one(Revision, 1).number)
    assert [len(found[group]) for group in groups] == [2, 1, 1, 0]


def papers_of_growers(app: Flask, **growers: int) -> dict[str, int]:
    """A certificate of fair trade for each of these cooperatives, by name."""
    scheme = make_scheme(app, "fair")
    given: dict[str, Any] = {"holder_kind": "cooperative", "control_body_code": ""}
    return {
        name: make_certificate(app, scheme, holder=name, cooperative_id=id, number=name, **given)
        for name, id in growers.items()
    }


def test_each_cooperative_in_a_batch_needs_its_own_certificate(app: Flask) -> None:
    north, south, west = (make_cooperative(app, name) for name in ("Norte", "Sur", "Oeste"))
    of_north, of_south = (make_green_lot(app, {id: 10_000}) for id in (north, south))
    shared = make_green_lot(app, {north: 9_000, west: 1_000})
    papers = papers_of_growers(app, Norte=north, Sur=south)
    lots = [of_north, of_south, shared]
    make_claim(app, lots, "fair", certificate_ids=list(papers.values()))
    only_south = make_batch(app, {of_south: 1000})
    both = make_batch(app, {of_north: 500, of_south: 500})
    with_west = make_batch(app, {shared: 1000})
    assert {proof.number for claim in said_of(app, both) for proof in claim.proofs} == {
        "Norte",
        "Sur",
    }
    assert [proof.number for claim in said_of(app, only_south) for proof in claim.proofs] == ["Sur"]
    assert said_of(app, with_west) == ()
    with app.app_context():
        revoke_certificate(papers["Norte"], "entzogen", None)
        db.session.commit()
    assert said_of(app, both) == ()
    assert len(said_of(app, only_south)) == 1


def test_organic_is_what_was_roasted_under_control(app: Flask, lot: int) -> None:
    scheme = make_scheme(app)
    late = make_certificate(app, scheme, valid_from=today())
    shop = make_certificate(app, scheme, holder_kind="shop", holder="Demo-Laden")
    make_claim(app, [lot], certificate_ids=[late, shop])
    before = make_batch(app, {lot: 1000}, made_on=today() - timedelta(days=1))
    after = make_batch(app, {lot: 1000}, made_on=today())
    assert (len(said_of(app, before)), len(said_of(app, after))) == (0, 1)
    with app.app_context():
        old = put_together("SATZ", "Demo-Laden", today(), {before: 100, after: 100})
        new = put_together("SATZ-2", "Demo-Laden", today(), {after: 100})
        db.session.commit()
    assert (len(said_of(app, old)), len(said_of(app, new))) == (0, 1)


def test_of_three_batches_a_claim_of_two_is_not_said(app: Flask) -> None:
    lots = [make_green_lot(app) for _ in range(3)]
    batches = [make_batch(app, {lot: 1000}) for lot in lots]
    certificates = [make_certificate(app, make_scheme(app, "fair"))]
    for without in range(3):
        covered = [lot for place, lot in enumerate(lots) if place != without]
        text = f"nicht {without}"
        make_claim(app, covered, "fair", certificate_ids=certificates, text=text)
    make_claim(app, lots, "fair", certificate_ids=certificates, text="alle")
    assert said_of_all(app, *batches) == ["alle"]


def test_what_a_changed_scheme_allows_is_read_anew(app: Flask, lot: int, batch: int) -> None:
    scheme = make_scheme(app, "fair")
    make_claim(app, [lot], "fair", certificate_ids=[make_certificate(app, scheme)])
    assert said_of_all(app, batch)
    with app.app_context():
        found = db.session.get_one(Scheme, scheme)
        save_scheme({"name": found.name, "permitted_because": ""}, None, scheme)
        db.session.commit()
    assert said_of_all(app, batch) == []
