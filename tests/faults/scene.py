"""A shop that may die at any moment, and the people and services around it, who do not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from math import ceil
from pathlib import Path
from time import monotonic
from typing import TypeVar

from flask import Flask

from shop.clock import BERLIN, berlin
from shop.demo.stripe.event_queue import QueuedEvent
from tests.faults.lives import Killed, Life, Nursery, Task, open_nursery
from tests.faults.tasks import Serve, TakeEvent, Work
from tests.make.catalogue import MadeProduct, make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.people import make_person
from tests.make.smtp import ReceivingServer, running_smtp_server
from tests.make.visitors import Steps, Visitor

Value = TypeVar("Value")
PORT = 8000
STAFF = "lager@laden.example"
#: Longer than a worker holds a mail or leaves an open payment alone.
A_WHILE = timedelta(minutes=6)
#: Longer than a payment page is open, or than a daily round is taken for alive.
LONG = timedelta(minutes=70)


#: Seconds a shop waits for Stripe here: less than a slow call takes.
PATIENCE = 1.0
#: Seconds after which nobody waits for a page any more.
TOO_LONG = 10.0


class Gone(Exception):
    """No answer came, and whoever had asked has left."""


@dataclass(frozen=True)
class Sale:
    number: str
    session_id: str
    intent_id: str


class Scene:
    """Everything happens through `visit`, `tell_events` and `work`, of which each may be the last
    thing that the shop does in its life; the next life has begun when they return or raise."""

    def __init__(
        self, app: Flask, nursery: Nursery, stripe: RunningDemoStripe, post: ReceivingServer
    ) -> None:
        self.app = app
        self.stripe = stripe
        self.post = post
        self.product: MadeProduct = make_product(app, variants=[{"units": 100_000}])
        make_person(app, STAFF)
        self.staff = Visitor(PORT)
        #: What the story is about, if it begins after a sale; and those of the next ones.
        self.sale: Sale | None = None
        self.sales: list[Sale] = []
        #: How many refunds it can come to.
        self.refunds = 1
        #: Whether one of them may fail, and be a task.
        self.bank_refuses = False
        #: How many payment pages an attempt may have.
        self.pages = 1
        #: Whether customers and staff repeat what was not answered.
        self.patient = True
        #: Whether events arrive at all; in which order, and how often; and forged ones before.
        self.tells = True
        self.carry: Callable[[list[QueuedEvent]], list[QueuedEvent]] = list
        self.forges = False
        self.died_at = ""
        self.deaths = 0
        #: The point of the next life at which it dies, too.
        self.die_again_at: int | None = None
        self._nursery = nursery
        self._life: Life | None = None
        self._ahead = timedelta()
        self._complaints: list[str] = []

    def complaints(self) -> list[str]:
        """Of pages nobody should have seen since the last time, and how long they took."""
        told, self._complaints = self._complaints, []
        return told

    def begin_life(self, die_at: int | None = None) -> None:
        self.died_at = ""
        self._life = self._nursery.begin(die_at)

    def begin_safe_life(self) -> None:
        """Nothing will happen to it: see `Nursery.begin`."""
        self.died_at = ""
        self._life = self._nursery.begin(in_the_parent=True)

    def end_life(self) -> list[str]:
        """The names of all points this life has passed."""
        assert self._life
        return self._life.end()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def wait(self, how_long: timedelta) -> None:
        """For the shop and for Stripe."""
        seconds = ceil(how_long.total_seconds())
        self._ahead += timedelta(seconds=seconds)
        self.stripe.advance_clock(seconds)

    def is_evening(self) -> bool:
        """Too late for another story before the daily round."""
        return berlin(self.now()).hour >= 20

    def wait_for_morning(self) -> None:
        """The next day in Berlin, six o'clock."""
        here = berlin(self.now())
        morning = datetime.combine(here.date() + timedelta(days=1), time(6), BERLIN)
        self.wait(morning - here)

    def visit(self, steps: Steps[Value]) -> Value:
        """A part of a customer's or staff member's visit. Raises `Gone` if they lose patience."""
        request = next(steps)
        while True:
            try:
                request = steps.send(self._serve(request))
            except StopIteration as end:
                value: Value = end.value
                return value

    def tell_events(self) -> None:
        """What Stripe has to tell; what is not answered with 200 comes again the next time."""
        if not self.tells:
            return
        for event in self.carry(self.stripe.queued_events()):
            payload, signature = self.stripe.letter(event.id)
            if self.forges and self._tell(event, payload, signature + "0") != 400:
                self._complaints.append(f"{event.type}: believes what Stripe has not signed")
            if self._tell(event, payload, signature) == 200:
                self.stripe.send_event(event.id, "swallow")

    def _tell(self, event: QueuedEvent, payload: bytes, signature: str) -> int | None:
        with suppress(Killed):
            return self.do(TakeEvent(event.type, payload, signature))
        return None

    def work(self) -> None:
        """A round of the worker; if it dies of it, there may be another, but not now."""
        with suppress(Killed):
            self.do(Work())

    def do(self, task: Task[Value]) -> Value:
        assert self._life
        try:
            return self._life.do(task, self.now())
        except Killed as killed:
            self.died_at = str(killed)
            self.deaths += 1
            self._life = self._nursery.begin(self.die_again_at)
            self.die_again_at = None
            raise

    def _serve(self, request: bytes) -> bytes:
        task = Serve(request)
        began = monotonic()
        try:
            answer = self.do(task)
        except Killed as killed:
            if not self.patient:
                raise Gone from killed
            answer = self._serve(request)
        if (took := monotonic() - began) > TOO_LONG:
            self._complaints.append(f"{task.label} took {took:.1f} seconds")
        # 503 is the shop's own: it says so, and to try again.
        if answer[9:10] == b"5" and answer[9:12] != b"503":
            self._complaints.append(f"{task.label}: {answer[9:40]!r}")
        return answer


@contextmanager
def open_scene(app: Flask, folder: Path) -> Iterator[Scene]:
    """On the database of this app, which itself does nothing but look."""
    with running_demo_stripe() as stripe, running_smtp_server() as post:
        found = replace(
            app.extensions["settings"],
            data_dir=folder,
            base_url=f"http://127.0.0.1:{PORT}",
            smtp_port=post.port,
            stripe_api_base=stripe.url,
            checkout_origin=stripe.url,
            stripe_secret_key=stripe.secret_key,
            stripe_webhook_secrets=(stripe.webhook_secret,),
        )
        stripe.hold_events()
        with open_nursery(found, PATIENCE) as nursery:
            yield Scene(app, nursery, stripe, post)
