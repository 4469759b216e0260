"""A payout as a table to download."""

from collections.abc import Iterable

from shop.clock import berlin
from shop.payouts.queries import LineRow
from shop.payouts.words import category_words
from shop.web.csv_file import amount, csv_file, text

_HEAD = (
    "Datum",
    "Art",
    "Bestellung",
    "Brutto in EUR",
    "Gebühr in EUR",
    "Netto in EUR",
    "Stripe-Zeile",
    "Stripe-Vorgang",
)


def payout_file(rows: Iterable[LineRow]) -> bytes:
    """One row for each part of it: gross and fee (negative) make the net.

    All nets together are what the bank gets.
    """
    return csv_file(_HEAD, map(_cells, rows))


def _cells(row: LineRow) -> list[str]:
    line = row.line
    return [
        text(f"{berlin(line.occurred_at):%Y-%m-%d}"),
        text(category_words(line.category)),
        text(row.order_number or ""),
        amount(line.amount_cents),
        amount(-line.fee_cents),
        amount(line.net_cents),
        text(line.id),
        text(line.source_id),
    ]
