"""Many visitors at once, driven by one thread that does little itself.

Every request opens a connection of its own, as behind a proxy. A visit is a generator that yields
requests and is sent their answers, so a story reads from top to bottom.
"""

import re
import socket
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from selectors import EVENT_READ, DefaultSelector
from typing import TypeVar
from urllib.parse import urlencode

Value = TypeVar("Value")
#: A part of a visit, with what it leads to: requests go out, raw answers come in.
Steps = Generator[bytes, bytes, Value]
Visit = Steps[None]

_SILENCE_SECONDS = 60
_COOKIE = re.compile(r"(?im)^set-cookie: ([^=;\s]+)=([^;\r\n]*)")
_LOCATION = re.compile(r"(?im)^location: (\S+)")


class UnexpectedAnswer(AssertionError):
    """Not what the story needs to go on."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        found = _LOCATION.search(self.head)
        return found[1] if found else ""

    def expect(self, status: int) -> "Answer":
        if self.status != status:
            raise UnexpectedAnswer(f"{self.status} instead of {status}: {self.text[:2000]}")
        return self


@dataclass(slots=True)
class Visitor:
    """One browser without scripts, at the shop on this port of 127.0.0.1: it keeps its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Steps[Answer]:
        return (yield from self._ask(f"GET {path}", []))

    def post(self, path: str, form: dict[str, str]) -> Steps[Answer]:
        body = urlencode(form)
        sent = [
            f"Origin: http://127.0.0.1:{self.port}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        return (yield from self._ask(f"POST {path}", sent, body))

    def _ask(self, what: str, headers: list[str], body: str = "") -> Steps[Answer]:
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers = [*headers, "Cookie: " + "; ".join(pairs)]
        lines = [f"{what} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *_HEADERS, *headers, "", body]
        raw = yield "\r\n".join(lines).encode()
        answer = _read(raw)
        self.cookies.update(_COOKIE.findall(answer.head))
        return answer


_HEADERS = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language: de-DE,de;q=0.9,en;q=0.5",
    "Accept-Encoding: gzip, deflate",
    "Connection: close",
)


def _read(raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 "):
        raise UnexpectedAnswer(f"no answer but {raw[:80]!r}")
    return Answer(int(head[9:12]), head.decode("latin-1"), body)


def let_in(port: int, visits: Iterator[Visit], at_once: int) -> None:
    """Runs all visits to the end, so many at any time. What one of them raises ends everything."""
    with DefaultSelector() as selector:
        for _ in range(at_once):
            _begin_next(selector, port, visits)
        while selector.get_map():
            ready = selector.select(_SILENCE_SECONDS)
            if not ready:
                raise UnexpectedAnswer(f"no answer within {_SILENCE_SECONDS} seconds")
            for key, _ in ready:
                _receive(selector, port, key.data, visits)


@dataclass(slots=True)
class _Open:
    """A connection, and the visit that waits for its answer."""

    connection: socket.socket
    visit: Visit
    received: list[bytes] = field(default_factory=list)


def _begin_next(selector: DefaultSelector, port: int, visits: Iterator[Visit]) -> None:
    visit = next(visits, None)
    if visit is not None:
        _send(selector, port, visit, next(visit))


def _send(selector: DefaultSelector, port: int, visit: Visit, request: bytes) -> None:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(request)
    selector.register(connection, EVENT_READ, _Open(connection, visit))


def _receive(selector: DefaultSelector, port: int, waiting: _Open, visits: Iterator[Visit]) -> None:
    piece = waiting.connection.recv(262_144)
    if piece:
        waiting.received.append(piece)
        return
    selector.unregister(waiting.connection)
    waiting.connection.close()
    try:
        request = waiting.visit.send(b"".join(waiting.received))
    except StopIteration:
        _begin_next(selector, port, visits)
    else:
        _send(selector, port, waiting.visit, request)
