"""`expand[]`: puts an object where the answer would only carry its id."""

from typing import Any

from shop.demo.stripe import sessions
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.paging import list_object
from shop.demo.stripe.store import Document, Transaction

# Field of an object → the kind of object that its id names.
_REFERENCES = {
    "checkout.session": {"payment_intent": "payment_intent"},
    "payment_intent": {"latest_charge": "charge"},
    "charge": {"payment_intent": "payment_intent", "balance_transaction": "balance_transaction"},
}
_DEEPEST = 4


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
    document[name] = _value(tx, document, name, path)
    if rest and document[name] is not None:
        _expand(tx, document[name], rest, path)


def _value(tx: Transaction, document: Document, name: str, path: str) -> Any:
    if document["object"] == "checkout.session" and name == "line_items":
        url = f"/v1/checkout/sessions/{document['id']}/line_items"
        # Stripe puts the first ten into the session; the rest is paged.
        return list_object(sessions.lines(tx, document["id"]), url, 10)
    kind = _REFERENCES.get(document["object"], {}).get(name)
    if kind is None:
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
    value = document[name]
    return tx.get(kind, value) if isinstance(value, str) else value
