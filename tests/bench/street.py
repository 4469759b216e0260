"""Shops side by side on one database: with few products, with many, and the constant page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, func, select, text

from shop.db import db
from shop.orders.models import Order
from shop.stock.prove import prove
from tests.bench import visits
from tests.bench.fill import fill
from tests.bench.measure import Load
from tests.bench.processes import parent_of
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
    #: Visits that ended at the payment page.
    orders: int = 0

    def load(self, shop: LiveShop, visit: Callable[[int, int], Visit]) -> Load:
        roots = {"server": shop.parts["shop"].pid}
        if self.postmaster:
            roots["database"] = self.postmaster
        if "stripe" in shop.parts:
            roots["provider"] = shop.parts["stripe"].pid
        return Load(shop.port, lambda number: visit(shop.port, number), roots)

    def order_visit(self, port: int, number: int) -> Visit:
        yield from visits.order_visit(port, number)
        self.orders += 1


@contextmanager
def open_street(
    databases: Databases, folder: Path, database: str, options: str
) -> Iterator[Street]:
    """Filled and open; `options` go to gunicorn beside the settings of `shop/serve.py`.

    At the end raises `Oversold` unless stock and orders are what was told.
    """
    with ExitStack() as ends:
        few_url = ends.enter_context(databases.fresh(database))
        many_url = ends.enter_context(databases.fresh(database))
        _fill(few_url, folder, FEW)
        _fill(many_url, folder, MANY)
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
            _postmaster(few_url) if database == "postgresql" else None,
        )
        yield street
        _prove(few_url, folder, street.orders)


def _fill(url: str, folder: Path, products: int) -> None:
    with make_shop(make_settings(url, folder)) as app:
        fill(app, products)


def _postmaster(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        serving = connection.scalar(text("select pg_backend_pid()"))
        assert serving
        postmaster = parent_of(serving)
    engine.dispose()
    return postmaster


def _prove(url: str, folder: Path, orders: int) -> None:
    with make_shop(make_settings(url, folder)) as app, app.app_context():
        wrong = prove()
        if wrong:
            raise Oversold("\n".join(wrong))
        found = db.session.scalar(select(func.count()).select_from(Order))
        if found != orders:
            raise Oversold(f"{orders} orders were told, {found} are in the books")
