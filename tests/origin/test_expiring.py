from datetime import timedelta

import pytest
from flask import Flask

from shop.clock import now, stopped_at, today
from shop.db import db
from shop.origin.expiring import Expiring, expiring
from shop.origin.extend_claim import extend_claim
from shop.origin.revoke_certificate import revoke_certificate
from shop.origin.withdraw_claim import withdraw_claim
from tests.make.origin import make_batch, make_green_lot
from tests.make.proofs import make_certificate, make_claim, make_scheme


@pytest.fixture
def lot(app: Flask) -> int:
    return make_green_lot(app)


def ending(app: Flask, days: int = 90) -> list[Expiring]:
    with app.app_context():
        return expiring(days)


def certificate_for(app: Flask, days: int) -> int:
    """Of a scheme of its own, valid for so many more days."""
    return make_certificate(app, make_scheme(app, "fair"), valid_until=today() + timedelta(days))


def test_what_ends_soonest_comes_first_with_what_disappears(app: Flask, lot: int) -> None:
    late, soon = certificate_for(app, 60), certificate_for(app, 5)
    make_batch(app, {lot: 1000}, code="26-1")
    make_batch(app, {lot: 1000, make_green_lot(app): 500}, code="26-2")
    one = make_claim(app, [lot], "fair", certificate_ids=[late], text="Eins")
    two = make_claim(app, [lot], "fair", certificate_ids=[late, soon], text="Zwei")
    found = ending(app)
    assert [row.certificate_id for row in found] == [soon, late]
    assert [row.days_left(today()) for row in found] == [5, 60]
    assert found[0].claims == ((two, "Zwei"),)
    assert found[1].claims == ((one, "Eins"), (two, "Zwei"))
    assert found[0].batches == ("26-1",)


def test_what_ends_later_or_carries_no_claim_is_not_told(app: Flask, lot: int) -> None:
    make_claim(app, [lot], "fair", certificate_ids=[certificate_for(app, 91)])
    certificate_for(app, 3)
    withdrawn = make_claim(app, [lot], "fair", certificate_ids=[certificate_for(app, 2)], text="Z")
    with app.app_context():
        withdraw_claim(withdrawn, None)
        db.session.commit()
    assert ending(app) == []
    with stopped_at(now() + timedelta(days=1)):
        assert len(ending(app)) == 1


def test_what_has_ended_or_was_revoked_stays_until_the_claim_is_withdrawn(
    app: Flask, lot: int
) -> None:
    ended, revoked = certificate_for(app, -30), certificate_for(app, 300)
    make_claim(app, [lot], "fair", certificate_ids=[ended, revoked])
    with app.app_context():
        revoke_certificate(revoked, "entzogen", None)
        db.session.commit()
    found = ending(app)
    assert [(row.certificate_id, row.is_revoked) for row in found] == [
        (ended, False),
        (revoked, True),
    ]
    assert found[1].last_day == today() - timedelta(days=1)


def test_a_renewed_certificate_is_not_told(app: Flask, lot: int) -> None:
    scheme = make_scheme(app, "fair")
    old = make_certificate(app, scheme, valid_until=today() + timedelta(days=5))
    claim = make_claim(app, [lot], "fair", certificate_ids=[old])
    new = make_certificate(app, scheme, valid_until=today() + timedelta(days=400))
    assert [row.certificate_id for row in ending(app)] == [old]
    with app.app_context():
        extend_claim(claim, [new], [], None)
        db.session.commit()
    assert ending(app) == []


def test_the_certificate_of_the_shop_is_told_though_no_claim_names_it(app: Flask, lot: int) -> None:
    scheme = make_scheme(app)
    make_claim(app, [lot], certificate_ids=[make_certificate(app, scheme)])
    shop = make_certificate(
        app, scheme, holder_kind="shop", holder="Laden", valid_until=today() + timedelta(days=9)
    )
    assert [row.certificate_id for row in ending(app)] == [shop]
