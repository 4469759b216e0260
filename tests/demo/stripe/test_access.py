"""Who may call, and in which version."""

import http.client
import json
from urllib.parse import urlsplit

import pytest
import stripe

from shop.demo.stripe.account import API_VERSION, Account
from tests.demo.stripe.connection import connected
from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe


def get(server: RunningDemoStripe, path: str, headers: dict[str, str]) -> tuple[int, str]:
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        assert (response.getheader("Request-Id") or "").startswith("req_")
        return response.status, json.loads(response.read())["error"]["type"]
    finally:
        connection.close()


def test_without_a_key_nobody_gets_in(server: RunningDemoStripe) -> None:
    assert get(server, "/v1/events", {}) == (401, "invalid_request_error")
    assert get(server, "/v1/nichts", {}) == (401, "invalid_request_error")


def test_another_test_key_is_refused_without_repeating_it(server: RunningDemoStripe) -> None:
    key = "sk_test_someOneElsesKey"
    with (
        connected(server.url, key) as stranger,
        pytest.raises(stripe.AuthenticationError) as refused,
    ):
        stranger.v1.events.list()
    assert key not in str(refused.value)


def test_a_live_key_is_refused_clearly(server: RunningDemoStripe) -> None:
    with (
        connected(server.url, "sk_live_abcdefghijklm") as live,
        pytest.raises(stripe.AuthenticationError, match="live key"),
    ):
        live.v1.events.list()


def test_an_account_needs_a_test_key_and_a_webhook_secret() -> None:
    with pytest.raises(ValueError, match="test keys only"):
        Account(secret_key="sk_live_x", webhook_secret="whsec_x")
    with pytest.raises(ValueError, match="webhook secret"):
        Account(secret_key="sk_test_x", webhook_secret="")


def test_another_version_is_refused(server: RunningDemoStripe) -> None:
    with (
        connected(server.url, server.secret_key, version="2025-03-31.basil") as old,
        pytest.raises(stripe.InvalidRequestError, match="Invalid Stripe API version"),
    ):
        old.v1.checkout.sessions.create(session_params())
    headers = {"Authorization": f"Bearer {server.secret_key}"}
    assert get(server, "/v1/events", headers)[0] == 400


def test_an_unknown_address_is_named(
    server: RunningDemoStripe, client: stripe.StripeClient
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=r"POST: /v1/customers") as refused:
        client.v1.customers.create({"name": "Ada"})
    assert refused.value.http_status == 404


def test_a_foreign_host_name_is_refused(server: RunningDemoStripe) -> None:
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request("GET", "/", headers={"Host": "shop.example"})
    assert connection.getresponse().status == 400
    connection.close()


def test_the_answer_names_request_and_version(client: stripe.StripeClient) -> None:
    answer = client.v1.checkout.sessions.create(session_params()).last_response
    assert answer is not None
    assert answer.headers["Stripe-Version"] == API_VERSION
    assert (answer.request_id or "").startswith("req_")
