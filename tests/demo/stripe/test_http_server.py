"""The wire: connections are kept, bodies are bounded, stopping ends what is idle."""

import http.client
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe


@pytest.fixture
def wire(server: RunningDemoStripe) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    yield connection
    connection.close()


def ask(wire: http.client.HTTPConnection, method: str, path: str, body: str | None = None) -> int:
    wire.request(method, path, body)
    response = wire.getresponse()
    response.read()
    return response.status


def test_one_connection_carries_many_requests(wire: http.client.HTTPConnection) -> None:
    wire.connect()
    socket = wire.sock
    # The refused POST's body must not be taken for the beginning of the next request.
    assert ask(wire, "POST", "/v1/checkout/sessions", "mode=payment") == 401
    assert ask(wire, "HEAD", "/") == 200
    assert ask(wire, "GET", "/") == 200
    assert wire.sock is socket


def test_a_body_beyond_measure_is_refused(wire: http.client.HTTPConnection) -> None:
    wire.putrequest("POST", "/v1/checkout/sessions")
    wire.putheader("Content-Length", str(10**9))
    wire.endheaders()
    assert wire.getresponse().status == 413


def test_a_body_of_unknown_length_is_refused(wire: http.client.HTTPConnection) -> None:
    wire.putrequest("POST", "/v1/checkout/sessions")
    wire.putheader("Transfer-Encoding", "chunked")
    wire.endheaders()
    assert wire.getresponse().status == 413


def test_a_kept_connection_does_not_hold_up_the_end() -> None:
    before = set(threading.enumerate())
    with running_demo_stripe() as server:
        wire = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
        assert ask(wire, "GET", "/") == 200
    assert wire.sock is not None and wire.sock.recv(1) == b""
    wire.close()
    for thread in set(threading.enumerate()) - before:
        # It was told to end; a busy machine may need a moment.
        thread.join(5)
        assert not thread.is_alive()
