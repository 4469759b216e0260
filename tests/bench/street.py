"""Shops side by side on one database: with few products, with many, and the constant page."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, func, select, text

from shop.db import db
from shop.orders.models import Order
from shop.orders.rules import State
from tests.bench import visits
from tests.bench.commits import Commits
from tests.bench.fill import fill
from tests.bench.letters import deliver, pay_in_advance
from tests.bench.measure import Visits
from tests.bench.processes import parent_of
from tests.make.books import broken_laws
from tests.make.databases import Databases
from tests.make.live_shop import LiveShop, live_shop
from tests.make.shop import make_settings, make_shop
from tests.make.visitors import Visit

FEW, MANY = visits.SEEN, 10_000


class Oversold(Exception):
    """The books do not say what the visitors were told."""


@dataclass
class Street:
    database: str
    few: LiveShop
    many: LiveShop
    constant: LiveShop
    #: The first process of the database server, where there is one.
    postmaster: int | None
    few_url: str
    #: Events about orders that are paid, of which the shop has not heard.
    letters: list[bytes]
    #: Visits that ended at the payment page, and letters that the shop has taken.
    orders: int = 0
    settled: int = 0

    def load(
        self,
        shop: LiveShop,
        visit: Callable[[int, int], Visit],
        per_second: int = sys.maxsize,
    ) -> Visits:
        roots = {"server": shop.parts["shop"].pid}
        if self.postmaster:
            roots["database"] = self.postmaster
        if "stripe" in shop.parts:
            roots["provider"] = shop.parts["stripe"].pid
        return Visits(shop.port, lambda number: visit(shop.port, number), roots, per_second)

    def commits(self, at_once: int) -> Commits:
        return Commits(self.few_url, at_once, self.postmaster)

    def order_visit(self, port: int, number: int) -> Visit:
        yield from visits.order_visit(port, number)
        self.orders += 1

    def settlement(self, port: int, _number: int) -> Visit:
        yield from deliver(port, self.letters.pop(), self.few.settings)
        self.settled += 1


@contextmanager
def open_street(
    databases: Databases, folder: Path, database: str, options: str, letters: int
) -> Iterator[Street]:
    """Filled and open, with so many letters about paid orders waiting to be delivered.

    `options` go to gunicorn beside the settings of `shop/serve.py`. At the end raises `Oversold`
    unless stock and orders are what was told.
    """
    with ExitStack() as ends:
        few_url = ends.enter_context(databases.fresh(database))
        many_url = ends.enter_context(databases.fresh(database))
        waiting = _fill(few_url, folder / "few", FEW, letters)
        _fill(many_url, folder / "many", MANY)
        constant = "tests.bench.constant:create_app()"
        street = Street(
            database,
            ends.enter_context(
                live_shop(few_url, folder / "few", stripe=True, GUNICORN_CMD_ARGS=options)
            ),
            ends.enter_context(live_shop(many_url, folder / "many", GUNICORN_CMD_ARGS=options)),
            ends.enter_context(
                live_shop(few_url, folder / "none", served=constant, GUNICORN_CMD_ARGS=options)
            ),
            postmaster=_postmaster(few_url) if database == "postgresql" else None,
            few_url=few_url,
            letters=waiting,
        )
        yield street
        _prove(street, folder, street.orders + letters)


def _fill(url: str, folder: Path, products: int, letters: int = 0) -> list[bytes]:
    folder.mkdir()
    with make_shop(make_settings(url, folder)) as app:
        fill(app, products)
        return pay_in_advance(app, folder, letters)


def _postmaster(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        serving = connection.scalar(text("select pg_backend_pid()"))
        assert serving
        postmaster = parent_of(serving)
    engine.dispose()
    return postmaster


def _prove(street: Street, folder: Path, orders: int) -> None:
    with make_shop(make_settings(street.few_url, folder)) as app, app.app_context():
        broken = broken_laws()
        if broken:
            raise Oversold(str(broken))
        found = db.session.scalar(select(func.count()).select_from(Order))
        if found != orders:
            raise Oversold(f"{orders} orders were told, {found} are in the books")
        paid = db.session.scalar(select(func.count()).where(Order.state == State.PAID))
        if paid != street.settled:
            raise Oversold(f"{street.settled} payments were told, {paid} are in the books")
