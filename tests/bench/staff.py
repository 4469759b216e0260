"""How long the staff wait for a page, at 10,000 and at 1,000,000 orders.

`python -m tests.bench.staff`: PostgreSQL, one browser, median of each page; the growth from the
smaller shop to the larger one is what holds on a noisy machine. A page that is not shown ends it.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shop.accounts.models import Person
from shop.db import db
from shop.orders.models import Order
from shop.stock.models import STOCKROOM
from shop.stocktake.begin_stocktake import begin_stocktake
from tests.bench.staff_pages import Page, pages_of
from tests.bench.years import lay
from tests.make.databases import Databases
from tests.make.people import make_person, sign_in, signed_in
from tests.make.shop import make_settings, make_shop

SMALL, LARGE = 10_000, 1_000_000
BATCHES = 10_000
#: Milliseconds; what the staff are promised of a page at the median.
PROMISED = 100
#: Who did all that was done by hand, and looks at the pages.
STAFF = "lager@laden.example"


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
    print(_table(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.staff", description=__doc__)
    parser.add_argument("--small", type=int, default=SMALL)
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--times", type=int, default=11, help="each page is asked for")
    parser.add_argument("--only", default="", help="pages whose name begins so")
    return parser.parse_args()


def _measured(
    databases: Databases, folder: Path, orders: int, times: int, only: str
) -> dict[str, float]:
    """Page → milliseconds, the median."""
    with databases.fresh("postgresql") as url, make_shop(make_settings(url, folder)) as app:
        began = perf_counter()
        lay(app, orders, BATCHES, make_person(app, STAFF))
        print(f"{orders:,} orders laid in {perf_counter() - began:.0f} s", flush=True)
        return dict(measure(app, times, only))


def measure(app: Flask, times: int, only: str = "") -> Iterator[tuple[str, float]]:
    """Of each page its name and milliseconds, in a shop that was laid."""
    for page, client in visited(app):
        if page.name.startswith(only):
            yield page.name, median(_seconds(client, page) for _ in range(times)) * 1000


def visited(app: Flask) -> Iterator[tuple[Page, FlaskClient]]:
    """Each page, and the browser that may see it. A stocktake is begun, a customer has orders."""
    staff, customer = app.test_client(), signed_in(app, "customer")
    sign_in(staff, STAFF)
    with app.app_context():
        stocktake_id = begin_stocktake(STOCKROOM, None)
        _give_orders(_person("customer@laden.example"))
        db.session.commit()
        found = pages_of(stocktake_id, _person(STAFF))
    for page in found:
        yield page, customer if page.path.startswith("/konto/") else staff


def _give_orders(customer_id: int) -> None:
    """A hundred of all these years."""
    newest = db.session.execute(select(func.max(Order.id))).scalar_one()
    ids = range(newest // 100, newest + 1, newest // 100)
    db.session.execute(update(Order).where(Order.id.in_(ids)).values(customer_id=customer_id))


def _person(email: str) -> int:
    return db.session.scalars(select(Person.id).where(Person.email == email)).one()


def _seconds(client: FlaskClient, page: Page) -> float:
    began = perf_counter()
    answer = client.get(page.path)
    elapsed = perf_counter() - began
    # A search that finds one order leads to it; where nobody is signed in, elsewhere.
    is_there = page.leads_on and (answer.location or "").startswith("/auftraege/SK-")
    if answer.status_code != 200 and not is_there:
        raise RuntimeError(f"{page.name}: {page.path} answers {answer.status}")
    return elapsed


def _table(found: dict[int, dict[str, float]]) -> str:
    """`*` marks what is not as fast as promised."""
    (small, before), (large, after) = found.items()
    width = max(len(name) for name in after)
    lines = [f"{'ms at the median':{width}}  {small:>9,}  {large:>9,} orders  growth"]
    for name in after:
        slow = " *" if after[name] > PROMISED else ""
        growth = after[name] / before[name]
        lines.append(
            f"{name:{width}}  {before[name]:9.1f}  {after[name]:9.1f}         {growth:6.2f}{slow}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
