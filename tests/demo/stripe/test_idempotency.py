"""Idempotency keys replay the first answer."""

from pathlib import Path
from typing import Any

import pytest
import stripe
from stripe.params.checkout import SessionCreateParams

from shop.demo.stripe import idempotency
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.store import Store
from tests.demo.stripe.connection import connected
from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe


def create(
    client: stripe.StripeClient, key: str, params: SessionCreateParams
) -> stripe.checkout.Session:
    return client.v1.checkout.sessions.create(params, {"idempotency_key": key})


def replayed(session: stripe.checkout.Session) -> str | None:
    assert session.last_response is not None
    found: str | None = session.last_response.headers.get("Idempotent-Replayed")
    return found


def test_the_same_key_gives_the_same_session(client: stripe.StripeClient) -> None:
    params = session_params()
    first, second = create(client, "attempt-1", params), create(client, "attempt-1", params)
    assert first.to_dict() == second.to_dict()
    assert (replayed(first), replayed(second)) == (None, "true")
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_a_replay_shows_the_state_of_then(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    params = session_params()
    first = create(client, "attempt-1", params)
    server.pay(first.url or "")
    assert create(client, "attempt-1", params).status == "open"


def test_another_key_gives_another_session(client: stripe.StripeClient) -> None:
    params = session_params()
    assert create(client, "attempt-1", params).id != create(client, "attempt-2", params).id


def test_a_key_refuses_other_parameters(client: stripe.StripeClient) -> None:
    create(client, "attempt-1", session_params())
    with pytest.raises(stripe.IdempotencyError) as refused:
        create(client, "attempt-1", session_params(client_reference_id="SK-1002"))
    assert refused.value.http_status == 400


def test_a_key_refuses_another_address(client: stripe.StripeClient) -> None:
    session = create(client, "attempt-1", session_params())
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.expire(session.id, None, {"idempotency_key": "attempt-1"})


def test_a_refused_request_does_not_use_the_key_up(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        create(client, "attempt-1", session_params(mode="pay"))
    assert create(client, "attempt-1", session_params()).status == "open"


def test_a_refusal_during_execution_is_replayed(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    client.v1.checkout.sessions.expire(session.id)
    options: Any = {"idempotency_key": "expire-1"}
    for expected in (None, "true"):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.checkout.sessions.expire(session.id, None, options)
        assert refused.value.headers is not None
        assert refused.value.headers.get("Idempotent-Replayed") == expected


def test_keys_have_at_most_255_characters(client: stripe.StripeClient) -> None:
    assert create(client, "k" * 255, session_params()).status == "open"
    with pytest.raises(stripe.InvalidRequestError, match="255"):
        create(client, "k" * 256, session_params())


def test_a_key_is_forgotten_after_a_day(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    params = session_params(expires_at=None)
    first = create(client, "attempt-1", params)
    server.advance_clock(24 * 60 * 60 + 60)
    assert create(client, "attempt-1", params).id != first.id


def test_a_key_whose_request_is_under_way_conflicts(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.transaction() as tx:
        assert idempotency.begin(tx, "attempt-1", "request", 0) is None
    with store.transaction() as tx, pytest.raises(ApiError) as refused:
        idempotency.begin(tx, "attempt-1", "request", 0)
    assert (refused.value.status, refused.value.code) == (409, "idempotency_key_in_use")
    store.close()


def test_our_own_failure_is_stored_and_replayed(
    client: stripe.StripeClient, server: RunningDemoStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    params = session_params()
    with monkeypatch.context() as broken:
        broken.setattr("shop.demo.stripe.sessions.session_document", lambda *_: {})
        with pytest.raises(stripe.APIError):
            create(client, "attempt-1", params)
    with pytest.raises(stripe.APIError) as refused:
        create(client, "attempt-1", params)
    assert refused.value.http_status == 500
    assert refused.value.headers is not None
    assert refused.value.headers["Idempotent-Replayed"] == "true"
    with connected(server.url, server.secret_key) as another:
        assert another.v1.checkout.sessions.list().data == []
