"""The webhook believes only what Stripe signed just now, and books it once."""

import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop.db import db
from shop.payment.models import PaymentEvent
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.orders import make_order, state_of
from tests.make.payments import paying_at, payment_page, session_of

PATH = "/stripe/ereignisse"


def event(session_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "created": int(time.time()),
        "data": {"object": {"id": session_id, "object": "checkout.session"}},
    } | changes


def send(
    client: FlaskClient, what: dict[str, Any] | bytes, secret: str, *, at: float | None = None
) -> TestResponse:
    """Signed by hand as Stripe documents it, so that the SDK does not check its own work."""
    body = what if isinstance(what, bytes) else json.dumps(what).encode()
    stamp = int(at if at is not None else time.time())
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={stamp},v1={digest}"}
    return client.post(PATH, data=body, headers=headers, content_type="application/json")


def events(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(PaymentEvent)) or 0


def test_a_paid_session_is_booked_and_a_repeated_event_is_only_answered(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    stripe.pay(payment_page(app, order))
    told = event(session_of(app, order))
    assert [send(client, told, stripe.webhook_secret).status_code for _ in range(3)] == [200] * 3
    assert state_of(app, order) == "paid"
    assert events(app) == 1


def test_the_event_is_only_a_hint(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    payment_page(app, order)
    lie = event(session_of(app, order))
    lie["data"]["object"]["payment_status"] = "paid"
    assert send(client, lie, stripe.webhook_secret).status_code == 200
    assert state_of(app, order) == "awaiting_payment"


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_stale_or_future_signature_is_refused(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe, minutes: int
) -> None:
    answer = send(client, event("cs_test_1"), stripe.webhook_secret, at=time.time() + minutes * 60)
    assert answer.status_code == 400
    assert events(app) == 0


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "t=1",
        "t=1,v1=00",
        "v1=00",
        "t=,v1=",
        "t=99999999999999999999,v1=00",
        "ü",
        "t={now},v1=é",
    ],
)
def test_what_stripe_did_not_sign_is_refused(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe, signature: str
) -> None:
    header = {"Stripe-Signature": signature.format(now=int(time.time()))}
    answer = client.post(PATH, json=event("cs_test_1"), headers=header)
    assert answer.status_code == 400
    assert answer.is_json
    assert client.post(PATH, json=event("cs_test_1")).status_code == 400
    assert send(client, event("cs_test_1"), "whsec_of_somebody_else").status_code == 400
    assert events(app) == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"id": 1}', b"\xff\xfe", b'{"data": {"object": 1}}']
)
def test_signed_junk_is_refused(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe, body: bytes
) -> None:
    assert send(client, body, stripe.webhook_secret).status_code == 400
    assert events(app) == 0


def test_an_event_of_the_other_mode_is_refused(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe
) -> None:
    real = event("cs_live_1", livemode=True)
    assert send(client, real, stripe.webhook_secret).status_code == 400
    assert events(app) == 0


def test_an_unknown_kind_of_event_is_accepted_and_kept(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe
) -> None:
    news = event("ch_1", type="charge.brand_new")
    assert send(client, news, stripe.webhook_secret).status_code == 200
    assert events(app) == 1


@pytest.mark.parametrize(
    ("kind", "object_id"),
    [
        ("checkout.session.completed", "cs_test_of_another_account"),
        ("refund.failed", "re_of_another_account"),
        ("charge.dispute.created", "dp_of_another_account"),
        ("payout.paid", "po_of_another_account"),
    ],
)
def test_an_event_about_what_stripe_does_not_know_is_wanted_again(
    app: Flask, client: FlaskClient, stripe: RunningDemoStripe, kind: str, object_id: str
) -> None:
    """A contradiction: answered well, it would be lost; so it stands red in Stripe's dashboard."""
    news = event(object_id, type=kind)
    assert send(client, news, stripe.webhook_secret).status_code == 502
    assert events(app) == 0


def test_when_stripe_cannot_be_asked_the_event_is_wanted_again(
    app: Flask, client: FlaskClient
) -> None:
    with running_demo_stripe() as server:
        gone = server
    with paying_at(app, gone):
        answer = send(client, event("cs_test_1"), gone.webhook_secret)
    assert answer.status_code == 503
    assert events(app) == 0
