"""A shop for histories: emptied in a millisecond, with its clock in the history's hands."""

import gc
import itertools
import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from flask_migrate import upgrade

from shop.books.laws import LAWS
from shop.clock import stopped_at
from shop.db import IN_MEMORY, db
from shop.errors import Refused
from shop.legal.current import current_texts
from shop.legal.keep import keep
from shop.origin.put_together import put_together
from tests.faults.history_stripe import WEBHOOK_SECRET, HistoryStripe
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.databases import Databases
from tests.make.orders import make_pickup_place
from tests.make.origin import endless_batch, make_batch, make_green_lot
from tests.make.people import make_person
from tests.make.shop import make_settings, make_shop

#: Ahead of the real time, by which signatures are checked.
_START = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
Told = TypeVar("Told")


class HistoryShop(ABC):
    """A shop, its Demo-Stripe and its goods: a scarce coffee, a plain one, a set at two rates."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stripe = HistoryStripe()
        app.extensions["stripe"] = self.stripe.client
        self.faults = _Faults()

    @abstractmethod
    def _become(self, template: sqlite3.Connection | None) -> None:
        """By default the shop before any order."""

    @abstractmethod
    def broken(self) -> dict[str, tuple[str, ...]]:
        """The laws that do not hold now."""

    def begin(self, template: sqlite3.Connection | None = None) -> None:
        """A new history at nine o'clock: nothing was ordered."""
        self._become(template)
        self.stripe.forget()
        self.faults.seen.clear()
        self.now = _START

    def begin_with(self, _name: Hashable, story: Callable[[], Told]) -> Told:
        """A new history that begins with this story; the same name means the same story."""
        self.begin()
        return story()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The shop does something; what it left open is rolled back."""
        with self.app.app_context(), stopped_at(self.now):
            yield

    @contextmanager
    def trying(self) -> Iterator[None]:
        """The same, and it may refuse to."""
        with self.at_work(), suppress(Refused):
            yield

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Something happens at Stripe or at a bank, at the same time."""
        with stopped_at(self.now):
            self.stripe.catch_up()
            yield

    def pass_time(self, how_long: timedelta) -> None:
        self.now += how_long

    def _furnish(self) -> None:
        scarce = [{"units": 4, "price_cents": 993, "sku": "KNAPP"}]
        self.scarce = make_product(self.app, "Mikrolot", variants=scarce).variant.id
        plain = [{"units": 500, "price_cents": 750, "sku": "VIEL"}]
        self.plain = make_product(self.app, variants=plain).variant.id
        parts = [("Kaffee", "reduced", 790), ("Becher", "standard", 1450)]
        shelf = {self._put_together(): 60, self._of_two_lots(): 7}
        gift = [{"shelf": shelf, "price_cents": 2191, "sku": "SET", "parts": parts}]
        self.gift = make_product(self.app, "Geschenk", kind="set", variants=gift).variant.id
        self.place_id = make_pickup_place(self.app)
        self.person_id = make_person(self.app)
        # What the process remembers of another database.
        self.app.extensions.pop("kept_texts", None)
        with self.app.app_context():
            keep(current_texts())
            db.session.commit()

    def _put_together(self) -> int:
        """A batch of other batches."""
        with self.app.app_context():
            made = put_together("T-SET", "Demo-Laden", date(2025, 2, 1), {endless_batch(): 20_000})
            db.session.commit()
        return made

    def _of_two_lots(self) -> int:
        """A batch that is sold before the other, so that some orders get bags of both."""
        return make_batch(
            self.app, {make_green_lot(self.app): 30_000, make_green_lot(self.app): 20_000}
        )


class ShopInMemory(HistoryShop):
    """On SQLite, without a file."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        with app.app_context():
            upgrade()
        self._furnish()
        self._template = self._copy()
        self._told: dict[Hashable, tuple[sqlite3.Connection, sqlite3.Connection, Any]] = {}

    def begin_with(self, name: Hashable, story: Callable[[], Told]) -> Told:
        # Told once and remembered: a fifth of a history is its beginning.
        if name not in self._told:
            told = super().begin_with(name, story)
            self._told[name] = self._copy(), self.stripe.copy(), told
            return told
        shop, stripe, remembered = self._told[name]
        self.begin(shop)
        self.stripe.become(stripe)
        again: Told = remembered
        return again

    def _copy(self) -> sqlite3.Connection:
        made = sqlite3.connect(":memory:")
        with self._connection() as connection:
            connection.backup(made)
        return made

    def _become(self, template: sqlite3.Connection | None) -> None:
        with self._connection() as connection:
            (template or self._template).backup(connection)

    def broken(self) -> dict[str, tuple[str, ...]]:
        # Asked after each step: in words only when there is something to say.
        with self._connection() as connection:
            if not any(connection.execute(law.question).fetchone() for law in LAWS):
                return {}
        with self.at_work():
            return broken_laws()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self.app.app_context():
            driver = db.engine.raw_connection().driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield driver


class ShopOnPostgresql(HistoryShop):
    """A new database for each history."""

    def __init__(self, app: Flask, databases: Databases, name: str) -> None:
        super().__init__(app)
        self._databases = databases
        self._name = name
        self._fresh = ExitStack()

    def _become(self, _template: sqlite3.Connection | None) -> None:
        self.close()
        self._fresh.enter_context(self._databases.fresh("postgresql", self._name))
        self._furnish()

    def broken(self) -> dict[str, tuple[str, ...]]:
        with self.at_work():
            return broken_laws()

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        self._fresh.close()


class _Faults(logging.Handler):
    """What the shop caught and logged, and was none of its own refusals: a fault of ours."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and not isinstance(record.exc_info[1], Refused):
            self.seen.append(record)

    def told(self) -> str:
        formatter = logging.Formatter()
        return "\n".join(formatter.format(record) for record in self.seen)


_numbers = itertools.count(1)
_PAID_AT = {"stripe_webhook_secrets": (WEBHOOK_SECRET,)}


@contextmanager
def shop_in_memory(folder: Path) -> Iterator[HistoryShop]:
    with make_shop(make_settings(IN_MEMORY, folder, **_PAID_AT)) as app:
        made = ShopInMemory(app)
        with _heard(made.faults), _without_haste():
            yield made


@contextmanager
def shop_on_postgresql(folder: Path, databases: Databases) -> Iterator[HistoryShop]:
    # Two of them may be open in one process.
    name = f"history_{next(_numbers)}"
    with databases.fresh("postgresql", name) as url:
        pass
    with make_shop(make_settings(url, folder, **_PAID_AT)) as app:
        made = ShopOnPostgresql(app, databases, name)
        with _heard(made.faults):
            yield made
        made.close()


@contextmanager
def _without_haste() -> Iterator[None]:
    """Thousands of histories leave much to be collected, none of it soon."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    yield
    gc.set_threshold(*before)


@contextmanager
def _heard(handler: logging.Handler) -> Iterator[None]:
    logger = logging.getLogger("shop")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
