"""With a million orders a page of a search or a list reads its page and no more.

How long it takes is measured elsewhere; here stands by which way the database goes.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from shop.fulfilment.filters import Filters
from shop.fulfilment.find_orders import find_orders
from shop.fulfilment.staff_queries import tasks, waiting
from tests.make.catalogue import make_product
from tests.make.databases import Databases
from tests.make.fulfilment import paid_order, place
from tests.make.plans import analyze, plans

OLD = date(2020, 1, 1)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """Only PostgreSQL tells in words where it reads."""
    with databases.fresh("postgresql", name="shop") as url:
        yield url


@pytest.fixture(autouse=True)
def orders(app: Flask) -> None:
    coffee = make_product(app, "Filter Jaén", variants=[{"units": 50}]).variant
    paid_order(app, {coffee.id: 1}, name="Gerda Müller")
    paid_order(app, {coffee.id: 1}, name="Otto Müller", pickup_at=place(app))
    analyze(app)


@pytest.mark.parametrize("said", ["müller", "gerda mül", "m@x.de", "90001", "SK-2026-9"])
def test_a_search_reads_by_its_words_and_numbers(app: Flask, said: str) -> None:
    with plans(app) as found:
        find_orders(said)
    assert found and not any("Seq Scan" in plan for plan in found)
    words = [plan for plan in found if "order_words" in plan]
    # The range of words, or the key of one order: never all words.
    for plan in words:
        assert "ix_order_words_word" in plan or "pk_order_words" in plan


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(), "ix_orders_placed"),
        (Filters(placed_from=OLD, placed_to=OLD), "ix_orders_placed"),
        (Filters(promised_from=OLD, promised_to=OLD), "ix_orders_promised"),
        (Filters(place_id=1), "ix_orders_place"),
        (Filters(is_gift=True), "ix_orders_gift"),
    ],
)
def test_a_page_of_what_is_done_is_read_in_its_order(
    app: Flask, filters: Filters, index: str
) -> None:
    with plans(app) as found:
        tasks("erledigt", filters, "")
    assert not any("Seq Scan on orders" in plan for plan in found)
    assert index in found[0] or index == "ix_orders_place"


def test_only_what_is_to_be_done_is_counted(app: Flask) -> None:
    with plans(app) as found:
        waiting()
    assert not any("Seq Scan on orders" in plan for plan in found)
