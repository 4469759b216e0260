"""The points at which a shop can be killed: every commit, every call of Stripe, every mail."""

import os
import re
import signal
import smtplib
from collections import Counter
from collections.abc import Callable
from typing import Any

import stripe
from flask import Flask
from sqlalchemy import event

from shop.db import db

_ID = re.compile(r"/[a-z]{2,5}_[A-Za-z0-9_]+")


class Points:
    """Counts what this process passes, and kills it at one of them.

    A point's name says what it is, as "after commit 2 in POST /kasse/bestellen".
    """

    def __init__(self) -> None:
        self.begin()

    def begin(self, die_at: int | None = None, farewell: Callable[[str], None] = print) -> None:
        """`farewell` is told the name of the point before the process dies of it."""
        self.passed: list[str] = []
        self.doing = ""
        self._die_at = die_at
        self._farewell = farewell
        self._times: Counter[tuple[str, str]] = Counter()

    def around(self, what: str, work: Callable[[], Any]) -> Any:
        self._times[self.doing, what] += 1
        name = f"{what} {self._times[self.doing, what]} in {self.doing}"
        self._pass(f"before {name}")
        done = work()
        self._pass(f"after {name}")
        return done

    def _pass(self, name: str) -> None:
        if len(self.passed) == self._die_at:
            self._farewell(name)
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed.append(name)


def watch(app: Flask, points: Points) -> None:
    """From now on everything this process does passes these points."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            # A killed process leaves what it wrote to the system, which is not killed.
            event.listen(db.engine, "connect", _never_flush)
        _wrap(db.engine.dialect, "do_commit", points, lambda *_: "commit")
    _wrap(stripe.RequestsClient, "request", points, _call)
    _wrap(smtplib.SMTP, "send_message", points, lambda *_: "mail")


def _never_flush(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _call(_client: object, method: str, url: str, *_: object) -> str:
    path = url.partition("?")[0].split("/", 3)[3]
    return f"{method.upper()} {_ID.sub('/*', '/' + path)}"


def _wrap(owner: object, name: str, points: Points, what: Callable[..., str]) -> None:
    original = getattr(owner, name)

    def wrapped(*given: Any, **named: Any) -> Any:
        return points.around(what(*given), lambda: original(*given, **named))

    setattr(owner, name, wrapped)
