"""No page of the staff reads all orders there ever were, or all that was moved or paid for them.

How long it takes is measured by `tests/bench/staff.py`; here stands by which way the database goes.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.bench.staff import STAFF, visited
from tests.bench.years import lay
from tests.make.databases import Databases
from tests.make.people import make_person
from tests.make.plans import plans

#: Enough that the server thinks of its indexes.
ORDERS, BATCHES = 6_000, 400
#: As many rows as there were orders, or more.
GROWING = (
    *("orders", "order_lines", "order_events", "order_words", "outbox"),
    *("stock_movements", "stock_reservations", "parcels", "parcel_items", "payment_attempts"),
    *("balance_lines", "ledger_entries", "ledger_money", "refunds", "refund_lines"),
)
#: Of these tables they have the few rows about which something is to be done.
FEW = frozenset(
    {
        "ix_stock_reservations_on_shelf",
        "ix_stock_movements_of_people",
        "ix_payment_attempts_taken",
        "ix_payment_attempts_unseen",
        "ix_refunds_open",
    }
)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """Only PostgreSQL tells in words where it reads."""
    with databases.fresh("postgresql", name="shop") as url:
        yield url


def read_whole(plan: str) -> list[str]:
    """The steps of a plan that read all rows of a table that grows, but for the head of a list."""
    lines = plan.splitlines()
    found = []
    for at, line in enumerate(lines):
        step = re.search(r"(Seq|Index(?: Only)?) Scan.*?(?:using (\S+) )?on (\S+)", line)
        if step is None or step[3] not in GROWING or step[2] in FEW:
            continue
        # Whether there is one: of each row, or at once for all if the server finds them few.
        if lines[at - 1].strip().startswith("SubPlan"):
            continue
        rest = "\n".join(lines[at + 1 :]).partition("->")[0]
        if step[1] == "Seq" or ("Index Cond" not in rest and not _is_head(lines[:at], line)):
            found.append(line.strip())
    return found


def _is_head(before: list[str], line: str) -> bool:
    """Whether a LIMIT stands above it without anything between that reads to the end."""
    depth = _depth(line)
    for above in reversed(before):
        if "  (cost" in above and _depth(above) < depth:
            depth = _depth(above)
            if "Limit" in above:
                return True
            if any(word in above for word in ("Sort", "Aggregate", "Hash", "Materialize")):
                return False
    return False


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def test_a_page_reads_what_it_shows_and_not_all_there_ever_was(app: Flask) -> None:
    lay(app, ORDERS, BATCHES, make_person(app, STAFF))
    wrong = []
    for page, client in visited(app):
        with plans(app, "hashjoin", "mergejoin") as found:
            assert client.get(page.path).status_code in (200, 302), page.name
        wrong += [(page.name, steps, plan) for plan in found if (steps := read_whole(plan))]
    assert not wrong
