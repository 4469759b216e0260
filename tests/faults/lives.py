"""Shops that may be killed: each life is a process of its own, and the next one is the restart.

A life is forked by a process with a single thread in which the shop is imported and warm, so that
it begins within milliseconds.
"""

import gc
import os
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

import stripe
from flask import Flask

from shop.app import create_app
from shop.clock import stopped_at
from shop.config import Settings
from shop.db import db
from shop.payment import stripe_client
from tests.faults.points import Points, watch
from tests.make.people import hash_cheaply

Result = TypeVar("Result")


class Task(ABC, Generic[Result]):
    """What a life is asked to do; sent to it, so it must pickle. `label` names its points."""

    label: str

    @abstractmethod
    def run(self, app: Flask) -> Result: ...


class Killed(Exception):
    """The life ended at this point, by SIGKILL."""


class Broken(Exception):
    """The task raised; the traceback is the message."""


@dataclass(frozen=True)
class _Birth:
    die_at: int | None
    #: Within the process that forks the others, to have it warm.
    in_the_parent: bool


@dataclass(frozen=True)
class _Asked:
    task: Task[Any]
    moment: datetime


@dataclass(frozen=True)
class _Dying:
    point: str


@dataclass(frozen=True)
class _Failed:
    why: str


class Life:
    """A running shop, as seen from outside."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def do(self, task: Task[Result], moment: datetime) -> Result:
        """The task's result at this moment; raises `Killed` or `Broken`."""
        self._pipe.send(_Asked(task, moment))
        answer = self._pipe.recv()
        if isinstance(answer, _Dying):
            assert self._pipe.recv() is None, "it should have died"
            raise Killed(answer.point)
        if isinstance(answer, _Failed):
            raise Broken(answer.why)
        result: Result = answer
        return result

    def end(self) -> list[str]:
        """Ends in order; the names of the points passed."""
        self._pipe.send(None)
        passed: list[str] = self._pipe.recv()
        assert self._pipe.recv() is None
        return passed


class Nursery:
    """Where lives come from, one after the other."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def begin(self, die_at: int | None = None, *, in_the_parent: bool = False) -> Life:
        """A new life, which dies at the point of this number (from 0) if it comes so far.

        One `in_the_parent` of all others costs least, and makes them warm; it must not die.
        """
        self._pipe.send(_Birth(die_at, in_the_parent))
        return Life(self._pipe)


@contextmanager
def open_nursery(settings: Settings, patience: float) -> Iterator[Nursery]:
    """Shops with these settings, and this many seconds of patience with Stripe."""
    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_raise_lives, args=(theirs, settings, patience), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Nursery(ours)
    finally:
        ours.close()
        process.join(10)
        process.kill()


def _raise_lives(pipe: "Connection[Any, Any]", settings: Settings, patience: float) -> None:
    app = create_app(settings)
    hash_cheaply(app)
    stripe_client.TIMEOUT = patience, patience
    # The library waits half a second before it repeats a call.
    stripe.HTTPClient.INITIAL_DELAY = 0.01
    points = Points()
    watch(app, points)
    # The other side closes the pipe when the test has ended.
    with suppress(EOFError, BrokenPipeError):
        while birth := pipe.recv():
            _raise_one(app, pipe, points, birth)
            pipe.send(None)


def _raise_one(app: Flask, pipe: "Connection[Any, Any]", points: Points, birth: _Birth) -> None:
    if birth.in_the_parent:
        _live(app, pipe, points, birth)
        _forget_connections(app)
        if not gc.get_freeze_count():
            # What a child does not touch it need not copy.
            gc.collect()
            gc.freeze()
    elif child := os.fork():
        os.waitpid(child, 0)
    else:
        try:
            _live(app, pipe, points, birth)
        finally:
            os._exit(0)


def _live(app: Flask, pipe: "Connection[Any, Any]", points: Points, birth: _Birth) -> None:
    points.begin(birth.die_at, lambda point: pipe.send(_Dying(point)))
    while (asked := pipe.recv()) is not None:
        points.doing = asked.task.label
        try:
            with stopped_at(asked.moment):
                answer = asked.task.run(app)
        except Exception:
            answer = _Failed(traceback.format_exc())
        pipe.send(answer)
    pipe.send(points.passed)


def _forget_connections(app: Flask) -> None:
    app.extensions.pop("stripe", None)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
