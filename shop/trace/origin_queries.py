"""Whom the shop buys from, and the year of their coffee."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from shop.catalogue.for_sale import now_bound
from shop.db import reading
from shop.origin.lot_rules import FACTS
from shop.trace.origin_page import Fact, OnSale, OriginPage, Partner, Told, Year
from shop.trace.origin_statements import LOTS, ON_SALE, PARTNERS
from shop.trace.year import Months, months_between

_Row = Row[*tuple[Any, ...]]


def origin_page() -> OriginPage:
    """As it is now, by three queries."""
    with reading() as connection:
        partners = connection.execute(PARTNERS).all()
        lots = connection.execute(LOTS).all()
        on_sale = connection.execute(ON_SALE, now_bound()).all()
    return _described(tuple(partners), tuple(lots), tuple(on_sale))


@lru_cache(maxsize=16)
def _described(
    partners: tuple[_Row, ...], lots: tuple[_Row, ...], on_sale: tuple[_Row, ...]
) -> OriginPage:
    """By the contract of web/kept.py."""
    found = (
        _partner(
            list(rows),
            [lot for lot in lots if lot.cooperative_id == id],
            [row for row in on_sale if row.cooperative_id == id],
        )
        for id, rows in groupby(partners, key=lambda row: row.id)
    )
    most_first = sorted(found, key=lambda partner: (-len(partner.on_sale), partner.name))
    return OriginPage(tuple(most_first), _year(lots))


def _partner(rows: list[_Row], lots: list[_Row], on_sale: list[_Row]) -> Partner:
    one = rows[0]
    return Partner(
        slug=one.slug,
        name=one.name,
        province=one.province,
        website=one.website,
        facts=tuple(_fact(row) for row in rows if row.fact in FACTS),
        harvests=tuple(sorted({lot.harvested_from.year for lot in lots}, reverse=True)),
        on_sale=tuple(
            OnSale(slug, name, tuple(row.code for row in same))
            for (slug, name), same in groupby(on_sale, key=lambda row: (row.slug, row.name))
        ),
    )


def _fact(row: _Row) -> Fact:
    values = tuple(row._mapping[column] for column in FACTS[row.fact])
    return Fact(row.fact, values, Told(row.source, row.url, row.stated_on))


def _year(lots: tuple[_Row, ...]) -> Year | None:
    """Of the newest harvest of which a lot is here."""
    here = [lot for lot in lots if lot.arrived_on]
    if not here:
        return None
    harvest = max(lot.harvested_from.year for lot in here)
    newest = [lot for lot in here if lot.harvested_from.year == harvest]
    return Year(
        harvest,
        tuple(dict.fromkeys(lot.code for lot in newest)),
        picked=_all(months_between(lot.harvested_from, lot.harvested_until) for lot in newest),
        on_its_way=_all(months_between(lot.contracted_on, lot.arrived_on) for lot in newest),
        roasted=frozenset(int(lot.made_in) for lot in newest if lot.made_in),
    )


def _all(months: Iterable[Months]) -> Months:
    return frozenset().union(*months)
