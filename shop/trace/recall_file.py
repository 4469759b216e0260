"""Whom to call back, as a table for a spreadsheet."""

from shop.trace.recall import Recall, RecalledBags, RecalledOrder
from shop.web import csv_file

_HEAD = (
    *("Bestellung", "Name", "E-Mail", "Telefon", "Stand", "Sorte", "Charge"),
    *("Stück", "davon zurück", "noch draußen"),
)
_STATES = {
    "awaiting_payment": "wartet auf Zahlung",
    "payment_pending": "Bank prüft die Zahlung",
    "paid": "zu packen",
    "packed": "gepackt",
    "shipped": "versandt",
    "handed_over": "übergeben",
    "expired": "nicht bezahlt",
    "cancelled": "abgebrochen",
    "needs_decision": "braucht Entscheidung",
    "refunded": "storniert",
}


def recall_file(recall: Recall) -> bytes:
    """One row for each order and batch; with names and addresses, so for the staff alone."""
    return csv_file.csv_file(
        _HEAD, (_cells(order, bags) for order in recall.orders for bags in order.bags)
    )


def _cells(order: RecalledOrder, bags: RecalledBags) -> list[str]:
    article = f"{bags.product}, {bags.variant}" if bags.variant else bags.product
    name = "vor Ort verkauft, nicht erreichbar" if order.is_counter else order.name
    words = (order.number, name, order.email, order.phone, _STATES[order.state])
    return [
        *map(csv_file.text, (*words, article, bags.batch)),
        *map(csv_file.number, (bags.units, bags.returned, bags.out)),
    ]
