"""What must be unique is unique."""

from shop.books.law import Law

#: What it is called, its table and its column.
_UNIQUE = (
    ("Bestellnummer", "orders", "number"),
    ("Zahlung", "payment_attempts", "payment_intent_id"),
    ("Zahlungsseite", "payment_attempts", "session_id"),
    ("Schlüssel einer Zahlung", "payment_attempts", "idempotency_key"),
    ("Erstattung", "refunds", "stripe_id"),
    ("Schlüssel einer Erstattung", "refunds", "idempotency_key"),
    ("Ereignis", "payment_events", "id"),
    ("Warenbuchung", "ledger_entries", "source"),
    ("Geldbuchung", "ledger_money", "source"),
    ("Saldozeile", "balance_lines", "id"),
    ("Auszahlung", "payouts", "id"),
    ("Widerruf", "withdrawals", "number"),
    ("Mail", "outbox", "dedupe_key"),
)


def _repeated(what: str, table: str, column: str) -> str:
    return (
        f"select '{what}' as what, {column} as value, count(*) as times from {table}"
        f" where {column} is not null group by {column} having count(*) > 1"
    )


LAWS = (
    Law(
        "no-number-twice",
        "Keine Nummer gibt es zweimal: Bestellung, Zahlung, Erstattung, Ereignis, Buchung, Mail",
        " union all ".join(_repeated(*one) for one in _UNIQUE),
        "{what} {value}: {times}-mal",
    ),
)
