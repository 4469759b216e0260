"""The report of a stocktake for a spreadsheet."""

from collections.abc import Iterable

from shop.clock import berlin
from shop.stocktake.review import Compared
from shop.web import csv_file

_HEAD = (
    "Artikelnummer",
    "Produkt",
    "Charge",
    "Haltbar bis",
    "Wie",
    "Gezählt",
    "Erwartet",
    "Unterschied",
    "Gebucht",
    "Preis in EUR",
    "Gebucht in EUR",
    "Gezählt von",
    "Gezählt am",
)
#: Key in the database → words.
_HOW = {"counted": "gezählt", "missing": "nicht da", "left": "unverändert gelassen"}


def report_file(rows: Iterable[Compared]) -> bytes:
    """Every row that was counted or decided. Value at the price of the day it was booked."""
    return csv_file.csv_file(_HEAD, map(_cells, rows))


def _cells(row: Compared) -> list[str]:
    goods, at = row.goods, berlin(row.counted_at)
    booked = row.booked_change or 0
    return [
        csv_file.text(goods.sku),
        csv_file.text(goods.name),
        csv_file.text(goods.code),
        csv_file.text(f"{goods.best_before:%d.%m.%Y}" if goods.best_before else ""),
        csv_file.text(_HOW[row.how]),
        "" if row.counted is None else csv_file.number(row.counted),
        csv_file.number(row.expected),
        csv_file.number(row.change),
        csv_file.number(booked),
        csv_file.amount(row.price_cents),
        csv_file.amount(booked * row.price_cents),
        csv_file.text(row.person),
        csv_file.text(f"{at:%d.%m.%Y %H:%M}"),
    ]
