"""The premium as a table for spreadsheet programs: a row for each account and quarter."""

from collections.abc import Iterable, Iterator

from shop.premium.queries import Account
from shop.web import csv_file

_HEAD = (
    "Zweck",
    "Rohkaffee-Partie",
    "Genossenschaften",
    "Quartal",
    "Kaffee in kg",
    "Offen zu Beginn in EUR",
    "Geschuldet in EUR",
    "Überwiesen in EUR",
    "Offen am Ende in EUR",
)


def as_table(accounts: Iterable[Account]) -> bytes:
    """Without a row of sums: whoever sums the columns finds those of the page.

    Coffee stands with its green lots only, or its sum would be twice what was sold.
    """
    return csv_file.csv_file(_HEAD, (row for account in accounts for row in _rows(account)))


def _rows(account: Account) -> Iterator[list[str]]:
    growers = ", ".join(f"{name} {_percent(bp)} %" for name, bp in account.cooperatives)
    is_project = account.green_lot_id is None
    purpose = "Projektbeitrag" if is_project else "Prämie"
    if not account.is_agreed:
        purpose = f"{purpose}: nicht vereinbart"
    for balance in account.balances:
        yield [
            csv_file.text(purpose),
            csv_file.text(account.code),
            csv_file.text(growers),
            csv_file.text(str(balance.quarter)),
            "" if is_project else csv_file.kilograms(balance.coffee_grams),
            csv_file.amount(balance.opening_cents),
            csv_file.amount(balance.owed_cents),
            csv_file.amount(balance.paid_cents),
            csv_file.amount(balance.closing_cents),
        ]


def _percent(share_bp: int) -> str:
    return csv_file.rate(share_bp)
