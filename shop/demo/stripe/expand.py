"""`expand[]`: puts an object where the answer would only carry its id."""

from typing import Any

from shop.demo.stripe import sessions
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.paging import list_object
from shop.demo.stripe.store import Document, Transaction

# The fields of an object whose ids can be expanded.
_REFERENCES = {
    "balance_transaction": {"source"},
    "charge": {"balance_transaction", "failure_balance_transaction", "payment_intent", "review"},
    "checkout.session": {"payment_intent"},
    "dispute": {"charge", "payment_intent"},
    "payment_intent": {"latest_charge", "review"},
    "payout": {"balance_transaction", "failure_balance_transaction"},
    "radar.early_fraud_warning": {"charge", "payment_intent"},
    "refund": {"balance_transaction", "charge", "failure_balance_transaction", "payment_intent"},
    "review": {"charge", "payment_intent"},
}
_DEEPEST = 4
_FIRST = 10


def expanded(tx: Transaction, document: Document, paths: list[str]) -> Document:
    """The document with each path expanded; an unknown path is refused."""
    for path in paths:
        names = path.split(".")
        if len(names) > _DEEPEST:
            raise ApiError(f"You cannot expand more than {_DEEPEST} levels of a property")
        _expand(tx, document, names, path)
    return document


def _expand(tx: Transaction, document: Document, names: list[str], path: str) -> None:
    name, rest = names[0], names[1:]
    if document["object"] == "list" and name == "data":
        for entry in document["data"] if rest else []:
            _expand(tx, entry, rest, path)
        return
    found = _value(tx, document, name, path)
    if found is None:
        return
    document[name] = found
    for inner in found if isinstance(found, list) else [found]:
        if rest:
            _expand(tx, inner, rest, path)


def _value(tx: Transaction, document: Document, name: str, path: str) -> Any:
    kind = document["object"]
    if (kind, name) == ("checkout.session", "line_items"):
        return _lines(tx, document["id"])
    if (kind, name) == ("charge", "refunds"):
        return _refunds(tx, document["id"])
    if (kind, name) == ("dispute", "balance_transactions"):
        return document[name]
    if name not in _REFERENCES.get(kind, ()):
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
    value = document.get(name)
    return tx.get_any(value) if isinstance(value, str) else value


def _lines(tx: Transaction, session_id: str) -> Document:
    # Stripe puts the first ten into the session; the rest is paged.
    url = f"/v1/checkout/sessions/{session_id}/line_items"
    return list_object(sessions.lines(tx, session_id), url, _FIRST)


def _refunds(tx: Transaction, charge_id: str) -> Document:
    condition = "json_extract(body, '$.charge') = ? ORDER BY position DESC LIMIT ?"
    found = tx.find("refund", condition, (charge_id, _FIRST + 1))
    return list_object(found, f"/v1/charges/{charge_id}/refunds", _FIRST)
