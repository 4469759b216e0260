"""The server as a process: starts by command, ends when told, logs no person."""

import logging
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import stripe

from shop.demo.stripe.account import Account
from shop.demo.stripe.server import Server
from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe, fetch

COMMAND = [
    sys.executable,
    *("-m", "shop.demo.stripe", "--port", "0"),
    *("--secret-key", "sk_test_command", "--webhook-secret", "whsec_command"),
]


def test_the_command_serves_on_loopback_until_it_is_told_to_end(tmp_path: Path) -> None:
    command = [*COMMAND, "--store", str(tmp_path / "var" / "demo.sqlite")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        assert address.startswith("http://127.0.0.1:")
        assert fetch(f"{address}/")[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_the_command_refuses_a_live_key(tmp_path: Path) -> None:
    command = [*COMMAND, "--store", str(tmp_path / "demo.sqlite"), "--secret-key", "sk_live_x"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode != 0
    assert "test keys only" in ended.stderr


def test_two_servers_do_not_share_a_store(tmp_path: Path) -> None:
    account = Account(secret_key="sk_test_x", webhook_secret="whsec_x")
    server = Server(account, tmp_path / "demo.sqlite")
    with pytest.raises(RuntimeError, match="in use"):
        Server(account, tmp_path / "demo.sqlite")
    server.stop()


def test_no_log_line_names_a_person(
    client: stripe.StripeClient, server: RunningDemoStripe, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        session = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.list({"customer_details": {"email": "ada@example.org"}})
        server.pay(session.url or "")
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.checkout.sessions.create(session_params(customer_email="ada(at)example"))
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("shop.demo.stripe")]
    assert any("/v1/checkout/sessions" in text for text in lines)
    assert not [text for text in lines if "ada" in text.lower()]
