"""Killed without warning, started again: nothing is lost, nothing stays stuck."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shop.demo.stripe import idempotency
from shop.demo.stripe.store import Store
from tests.demo.stripe.connection import connected
from tests.demo.stripe.shop_side import session_params, webhook_receiver
from tests.make.demo_stripe import running_demo_stripe


@contextmanager
def killed_at_the_end(store: Path, webhook_url: str, key: str, secret: str) -> Iterator[str]:
    command = [sys.executable, "-m", "shop.demo.stripe", "--port", "0", "--store", str(store)]
    command += ["--secret-key", key, "--webhook-secret", secret, "--webhook-url", webhook_url]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        yield process.stderr.readline().split()[-1]
        process.kill()


def test_an_event_that_was_being_sent_is_sent_again(tmp_path: Path) -> None:
    store = tmp_path / "demo.sqlite"
    with webhook_receiver() as receiver:
        receiver.hold_back()
        with killed_at_the_end(store, receiver.url, "sk_test_kill", "whsec_kill") as address:
            with connected(address, "sk_test_kill") as client:
                session = client.v1.checkout.sessions.create(session_params())
                client.v1.checkout.sessions.expire(session.id)
            receiver.wait_for("checkout.session.expired")
        receiver.let_go()
        with running_demo_stripe(receiver.url, store=store) as restarted:
            restarted.wait_for_webhooks()
        assert receiver.types() == ["checkout.session.expired"] * 2


def test_a_key_whose_request_died_with_the_server_can_be_used_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "demo.sqlite")
    with store.transaction() as tx:
        idempotency.begin(tx, "attempt-1", "request", 2_000_000_000)
    store.close()
    with running_demo_stripe(store=tmp_path / "demo.sqlite") as server:
        with connected(server.url, server.secret_key) as client:
            created = client.v1.checkout.sessions.create(
                session_params(), {"idempotency_key": "attempt-1"}
            )
        assert created.status == "open"


def test_a_store_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.sqlite").write_text("Das ist keine Datenbank. " * 100)
    with pytest.raises(RuntimeError, match=r"demo\.sqlite"):
        Store(tmp_path / "demo.sqlite")
