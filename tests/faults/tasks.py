"""What a life is asked to do: answer a request, take an event in, do one round of work."""

import re
from dataclasses import dataclass, field

from flask import Flask

from shop.worker import run_once
from tests.faults.lives import Task

#: The key of an order page, the number of an order, the id of a refund.
_NAME = re.compile(r"/([A-Za-z0-9_-]{32}|SK-[0-9-]+|[0-9]+)(?=/|$)")


@dataclass(frozen=True)
class Serve(Task[bytes]):
    """A request as it comes over the wire, and the answer likewise."""

    request: bytes
    label: str = field(init=False)

    def __post_init__(self) -> None:
        method, target, _ = self.request.split(b" ", 2)
        path = target.decode().partition("?")[0]
        object.__setattr__(self, "label", f"{method.decode()} {_NAME.sub('/*', path)}")

    def run(self, app: Flask) -> bytes:
        head, _, body = self.request.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
        client = app.test_client(use_cookies=False)
        answer = client.open(target, method=method, headers=headers, data=body)
        told = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
        raw: bytes = f"HTTP/1.1 {answer.status}\r\n{told}\r\n".encode("latin-1") + answer.data
        return raw


@dataclass(frozen=True)
class TakeEvent(Task[int]):
    """An event as Stripe posts it; the status it gets."""

    kind: str
    payload: bytes
    signature: str
    label: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", f"event {self.kind}")

    def run(self, app: Flask) -> int:
        answer = app.test_client(use_cookies=False).post(
            "/stripe/ereignisse",
            data=self.payload,
            content_type="application/json",
            headers={"Stripe-Signature": self.signature},
        )
        return answer.status_code


@dataclass(frozen=True)
class Work(Task[None]):
    """One round of the worker."""

    label: str = "worker round"

    def run(self, app: Flask) -> None:
        with app.app_context():
            run_once()
