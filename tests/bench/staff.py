"""How long the staff wait for a page, at 10,000 and at 1,000,000 orders.

`python -m tests.bench.staff`: PostgreSQL, one browser, median of each page; the growth from the
smaller shop to the larger one is what holds on a noisy machine.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.orders.models import Order
from tests.bench.years import lay
from tests.make.databases import Databases
from tests.make.people import signed_in
from tests.make.shop import make_settings, make_shop

SMALL, LARGE = 10_000, 1_000_000
BATCHES = 10_000


@dataclass(frozen=True)
class Page:
    name: str
    path: str


def pages(number: str, mail: str, code: str) -> tuple[Page, ...]:
    """`number` is of an old order, `mail` too; `code` of one that lies ready."""
    search = "/auftraege/suche?q="
    return (
        Page("today", "/heute"),
        Page("orders to pack", "/auftraege/"),
        Page("orders done", "/auftraege/?liste=erledigt"),
        Page("orders done, collected", "/auftraege/?liste=erledigt&art=abholung"),
        Page("orders unpaid", "/auftraege/?liste=unbezahlt"),
        Page("one order", f"/auftraege/{number}"),
        Page("search: number", f"{search}{number}"),
        Page("search: common name", f"{search}M%C3%BCller"),
        Page("search: two words", f"{search}anna+m%C3%BCller"),
        Page("search: beginning of a name", f"{search}mue"),
        Page("search: mail", f"{search}{mail}"),
        Page("search: code", f"{search}{code}"),
        Page("search: batch", f"{search}B-5000"),
        Page("search: nothing", f"{search}xylophon"),
        Page("stock", "/lager/"),
        Page("stock: what is empty", "/lager/?zeige=leer"),
        Page("stock of an article", "/lager/V7-0"),
        Page("running out", "/lager/knapp"),
        Page("locations", "/lager/orte"),
        Page("batches", "/lager/chargen"),
        Page("origin", "/lager/herkunft"),
        Page("journal", "/verlauf/"),
    )


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        try:
            found = {
                orders: _measured(databases, Path(folder), orders, arguments.times, arguments.only)
                for orders in (arguments.small, arguments.large)
            }
        finally:
            databases.close()
    small, large = found[arguments.small], found[arguments.large]
    print(f"{'':30}{arguments.small:>12,}{arguments.large:>12,} orders  growth")
    for name in large:
        print(f"{name:30}{small[name]:>9.1f} ms{large[name]:>9.1f} ms", end="")
        print(f"{large[name] / small[name]:>15.2f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.staff", description=__doc__)
    parser.add_argument("--small", type=int, default=SMALL)
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--times", type=int, default=15, help="each page is asked for")
    parser.add_argument("--only", default="", help="pages whose name begins so")
    return parser.parse_args()


def _measured(
    databases: Databases, folder: Path, orders: int, times: int, only: str
) -> dict[str, float]:
    """Page → milliseconds, the median."""
    with _shop(databases, folder, orders) as (client, wanted):
        return {
            page.name: median(_seconds(client, page) for _ in range(times)) * 1000
            for page in wanted
            if page.name.startswith(only)
        }


@contextmanager
def _shop(
    databases: Databases, folder: Path, orders: int
) -> Iterator[tuple[FlaskClient, tuple[Page, ...]]]:
    with (
        databases.fresh("postgresql") as url,
        make_shop(make_settings(url, folder)) as app,
    ):
        began = perf_counter()
        lay(app, orders, BATCHES)
        print(f"{orders:,} orders laid in {perf_counter() - began:.0f} s", flush=True)
        client = signed_in(app)
        with app.app_context():
            old = db.session.execute(select(Order).where(Order.id == orders // 2)).scalar_one()
            ready = select(Order.pickup_code).where(
                Order.state == "packed", Order.pickup_code != ""
            )
            code = db.session.scalars(ready.limit(1)).one()
            wanted = pages(old.number, old.email, code)
        yield client, wanted


def _seconds(client: FlaskClient, page: Page) -> float:
    began = perf_counter()
    answer = client.get(page.path)
    elapsed = perf_counter() - began
    if answer.status_code == 404:
        return 0.001
    if answer.status_code not in (200, 302, 303):
        raise RuntimeError(f"{page.name}: {answer.status_code}")
    return elapsed


if __name__ == "__main__":
    main()
