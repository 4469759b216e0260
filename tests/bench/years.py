"""Years of a busy shop, laid into PostgreSQL in bulk: orders, what moved for them, and batches.

What the staff's pages read is there and fits together; VAT parts and premiums are not, since none
of those pages reads them row by row.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import text

from shop.clock import now
from shop.db import db
from tests.bench.fill import fill
from tests.bench.year_goods import PRODUCTS, moved, shelves
from tests.bench.year_money import paid
from tests.bench.year_orders import FIRST_NAMES, LAST_NAMES, OPEN, happened, ordered

#: Bags of the first batch of each variant: it is what is for sale besides the newest batches.
UNITS = 2_000
#: Ids that were given in a statement; the next ones go on behind them.
_GIVEN = (
    *("stock_levels", "stock_movements", "orders", "order_lines", "batches", "pickup_places"),
    *("payment_attempts", "refunds"),
)


def lay(app: Flask, orders: int, batches: int, person_id: int) -> None:
    """`orders` orders, the newest `OPEN` of them still here, and `batches` batches. Commits.

    All that is done by hand is done by this person.
    """
    fill(app, PRODUCTS, UNITS)
    values = {
        "orders": orders,
        "open": OPEN,
        "batches": batches,
        # Of each product three, as `fill` numbers them.
        "variants": PRODUCTS * 3,
        "person": person_id,
        "until": now().replace(minute=0, second=0, microsecond=0),
        "last": list(LAST_NAMES),
        "first": list(FIRST_NAMES),
    }
    with app.app_context():
        with _bare_tables():
            for statement in _statements():
                db.session.execute(text(statement), values)
        db.session.commit()
        # The server does it by itself within minutes, once it has seen so many rows.
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))


def _statements() -> Iterator[str]:
    yield from map(_counted_on, ("stock_levels", "stock_movements"))
    yield from shelves()
    yield from ordered()
    # Or the server would take the tables for empty ones.
    yield "analyze"
    yield from moved()
    yield "analyze stock_reservations"
    yield from happened()
    yield from paid()
    yield from map(_counted_on, _GIVEN)


def _counted_on(table: str) -> str:
    return f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"


@contextmanager
def _bare_tables() -> Iterator[None]:
    """No index but the keys, no trigger, no foreign key is looked after in this block."""
    db.session.execute(text("set local session_replication_role = replica"))
    db.session.execute(text("set local maintenance_work_mem = '512MB'"))
    db.session.execute(text("set local work_mem = '256MB'"))
    indexes = db.session.execute(text(_INDEXES)).all()
    for name, _definition in indexes:
        db.session.execute(text(f'drop index "{name}"'))
    yield
    for _name, definition in indexes:
        db.session.execute(text(definition))


_INDEXES = """
    select c.relname, pg_get_indexdef(i.indexrelid)
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace
        and c.relname not in ('uq_stock_levels_variant_batch', 'uq_order_lines_position')
        and not exists (select from pg_constraint where conindid = i.indexrelid)
    order by 1
"""
