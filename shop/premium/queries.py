"""What is owed, paid and open, by account and quarter. Sums only: no order leaves this file."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Connection, Row, Select, case, extract, func, literal_column, select

from shop.db import reading
from shop.ledger.models import PremiumEntry
from shop.origin.models import BatchSource, Cooperative, GreenLot, GreenShare, Revision
from shop.premium.rules import Balance, Booked, balances, quarter_of, shares_of


class Contribution(NamedTuple):
    """What sold coffee gives to the partnership's projects."""

    owed_cents: int
    paid_cents: int
    #: Roasted coffee sold.
    coffee_grams: int
    #: Berlin day of the first sale; null while there is none.
    since: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """What is owed to the growers of a green lot, or to the projects."""

    #: Null for the projects, which have neither code nor cooperatives.
    green_lot_id: int | None
    code: str
    #: „2025“ or „2024/2025“.
    harvest: str
    #: Names with basis points, the largest share first.
    cooperatives: tuple[tuple[str, int], ...]
    balances: tuple[Balance, ...]
    #: The first day it owed anything, and when it was booked last.
    since: date | None
    booked_at: datetime
    #: Whether anything was ever owed: of some green coffee no premium is agreed.
    is_agreed: bool

    @property
    def coffee_grams(self) -> int:
        return sum(balance.coffee_grams for balance in self.balances)

    @property
    def owed_cents(self) -> int:
        return sum(balance.owed_cents for balance in self.balances)

    @property
    def paid_cents(self) -> int:
        return sum(balance.paid_cents for balance in self.balances)

    @property
    def open_cents(self) -> int:
        """Below zero: paid ahead of sales to come."""
        return self.owed_cents - self.paid_cents


def contribution() -> Contribution:
    """For a page about the partnership: the figures of the projects' account."""
    for found in accounts_for_all():
        if found.green_lot_id is None:
            return Contribution(found.owed_cents, found.paid_cents, found.coffee_grams, found.since)
    return Contribution(0, 0, 0, None)


def accounts_for_all() -> tuple[Account, ...]:
    """Summed anew when something was booked or a record changed.

    Entries are only ever added, so their number tells of new ones: the newest would not tell of one
    that was begun before it and is committed after it.
    """
    with reading() as connection:
        # Before the sums: what is booked meanwhile is seen the next time.
        state = tuple(connection.execute(_STATE).one())
        remembered = current_app.extensions.get(_MEMORY)
        if remembered is None or remembered[0] != state:
            remembered = (state, accounts(connection))
            current_app.extensions[_MEMORY] = remembered
    found: tuple[Account, ...] = remembered[1]
    return found


def accounts(connection: Connection) -> tuple[Account, ...]:
    """Each green lot of which something was booked, the newest code first; the projects last."""
    lots: dict[int, list[_Sums]] = defaultdict(list)
    project: list[_Sums] = []
    for row in connection.execute(_SUMS).all():
        (project if row.green_lot_id is None else lots[row.green_lot_id]).append(row)
    if not lots and not project:
        return ()
    greens = _greens(connection)
    named = _named(connection, lots)
    found = [
        _account(lot_id, named[lot_id], lots[lot_id], _grams_of(lot_id, greens))
        for lot_id in sorted(lots, key=lambda id: named[id].code, reverse=True)
    ]
    return (*found, _project(project)) if project else tuple(found)


_MEMORY = "premium_accounts"
_STATE = select(
    select(func.count()).select_from(PremiumEntry).scalar_subquery(),
    select(Revision.number).scalar_subquery(),
)
_Sums = Row[*tuple[Any, ...]]
_Grams = Callable[[_Sums], int]
_year, _month = (extract(part, PremiumEntry.business_date) for part in ("year", "month"))
_is_transfer = PremiumEntry.kind == literal_column("'transfer'")
_SUMS: Select[*tuple[Any, ...]] = select(
    PremiumEntry.green_lot_id,
    PremiumEntry.batch_id,
    _year.label("year"),
    _month.label("month"),
    func.sum(PremiumEntry.coffee_grams).label("coffee_grams"),
    func.sum(case((_is_transfer, 0), else_=PremiumEntry.micro)).label("owed_micro"),
    func.sum(case((_is_transfer, -PremiumEntry.micro), else_=0)).label("paid_micro"),
    func.min(case((_is_transfer, None), else_=PremiumEntry.business_date)).label("since"),
    func.max(PremiumEntry.booked_at).label("booked_at"),
    func.max(func.abs(PremiumEntry.micro)).label("most_micro"),
).group_by(PremiumEntry.green_lot_id, PremiumEntry.batch_id, _year, _month)


@dataclass(frozen=True, slots=True)
class _Lot:
    code: str
    harvest: str
    cooperatives: tuple[tuple[str, int], ...]


_PROJECT = _Lot("", "", ())


def _project(rows: Iterable[_Sums]) -> Account:
    return _account(None, _PROJECT, list(rows), lambda row: int(row.coffee_grams))


def _account(lot_id: int | None, lot: _Lot, rows: list[_Sums], grams: _Grams) -> Account:
    return Account(
        lot_id,
        lot.code,
        lot.harvest,
        lot.cooperatives,
        balances(
            Booked(
                quarter_of(int(row.year), int(row.month)),
                grams(row),
                int(row.owed_micro),
                int(row.paid_micro),
            )
            for row in rows
        ),
        min((row.since for row in rows if row.since), default=None),
        max(row.booked_at for row in rows),
        any(row.most_micro for row in rows),
    )


def _grams_of(lot_id: int, greens: Mapping[int, Mapping[int, int]]) -> _Grams:
    """Of the grams booked for a batch, those that came from this lot."""

    def grams(row: _Sums) -> int:
        if row.batch_id is None:
            return 0
        return shares_of(int(row.coffee_grams), greens[row.batch_id])[lot_id]

    return grams


def _greens(connection: Connection) -> dict[int, dict[int, int]]:
    """Batch → green lot → grams of green coffee."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    columns = (BatchSource.batch_id, BatchSource.green_lot_id, BatchSource.green_grams)
    for batch_id, lot_id, grams in connection.execute(select(*columns)):
        found[batch_id][lot_id] = grams
    return found


def _named(connection: Connection, lot_ids: Iterable[int]) -> dict[int, _Lot]:
    rows = connection.execute(
        select(
            GreenLot.id,
            GreenLot.code,
            GreenLot.harvested_from,
            GreenLot.harvested_until,
            Cooperative.name,
            GreenShare.share_bp,
        )
        .outerjoin(GreenShare, GreenShare.green_lot_id == GreenLot.id)
        .outerjoin(Cooperative, Cooperative.id == GreenShare.cooperative_id)
        .where(GreenLot.id.in_(list(lot_ids)))
        .order_by(GreenLot.id, GreenShare.share_bp.desc(), Cooperative.name)
    ).all()
    found: dict[int, _Lot] = {}
    for id, code, first, last, name, share_bp in rows:
        years = f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
        before = found[id].cooperatives if id in found else ()
        found[id] = _Lot(code, years, (*before, (name, share_bp)) if name else before)
    return found
