"""A shop as in production, under load: two app processes, two workers, one PostgreSQL."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from json import loads
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from shop.clock import now, stopped_at
from shop.worker import run_once
from tests.faults.crowd import Crowd
from tests.make.catalogue import make_product
from tests.make.demo_stripe_hands import DemoStripeHands
from tests.make.live_shop import ROOT, LiveShop, live_shop
from tests.make.shop import make_settings, make_shop
from tests.make.smtp import ReceivingServer, running_smtp_server


@dataclass
class BusyShop:
    live: LiveShop
    #: On the same database, to work when the workers have ended.
    app: Flask
    stripe: DemoStripeHands
    post: ReceivingServer
    crowd: Crowd
    _workers: list["subprocess.Popen[bytes]"]

    def end_workers(self) -> None:
        """They finish what they are at."""
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.wait(timeout=60)

    def work(self, later: timedelta) -> None:
        """A round of the worker at another time."""
        with stopped_at(now() + later), self.app.app_context():
            run_once()

    def kept_by_stripe(self, kind: str) -> list[dict[str, Any]]:
        """Once the shop is closed and nothing else reads it."""
        path = self.live.settings.data_dir / "demo-stripe.sqlite"
        connection = sqlite3.connect(path)
        rows = connection.execute("SELECT body FROM objects WHERE kind = ?", (kind,)).fetchall()
        connection.close()
        return [loads(body) for (body,) in rows]


@contextmanager
def busy_shop(database_url: str, folder: Path, seed: int) -> Iterator[BusyShop]:
    with ExitStack() as ends:
        empty = ends.enter_context(make_shop(make_settings(database_url, folder)))
        coffee = make_product(empty, variants=[{"units": 100_000}])
        post = ends.enter_context(running_smtp_server())
        live = ends.enter_context(
            live_shop(
                database_url,
                folder,
                stripe=True,
                WEB_CONCURRENCY="2",
                SMTP_HOST=post.host,
                SMTP_PORT=str(post.port),
            )
        )
        stripe = DemoStripeHands(live.settings.stripe_api_base or "")
        ends.callback(stripe.disconnect)
        yield BusyShop(
            live,
            ends.enter_context(make_shop(live.settings)),
            stripe,
            post,
            Crowd(live.port, coffee.variant.id, stripe, Random(seed)),
            [ends.enter_context(_worker(live, post)) for _ in range(2)],
        )


@contextmanager
def _worker(live: LiveShop, post: ReceivingServer) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {
        "SMTP_HOST": post.host,
        "SMTP_PORT": str(post.port),
        "PATH": os.environ["PATH"],
        "PORT": str(live.port),
        "DATA_DIR": str(live.settings.data_dir),
        "DATABASE_URL": live.settings.database_url,
    }
    command = [sys.executable, "-m", "flask", "--app", "shop", "worker"]
    with live.log.open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
