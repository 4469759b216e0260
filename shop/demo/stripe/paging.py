"""Lists: newest first, cut by cursors."""

from typing import Any

from shop.demo.stripe.errors import ApiError, resource_missing
from shop.demo.stripe.store import Document, Transaction

_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_DEFAULT_LIMIT = 10
_CREATED = "json_extract(body, '$.created')"


class Filters:
    """Conditions on documents of one kind, joined by AND."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.values: list[Any] = []

    def equal(self, path: str, value: Any) -> None:
        if value is not None:
            self.add(f"json_extract(body, '$.{path}') = ?", value)

    def created(self, bounds: Any) -> None:
        self.moment("created", bounds)

    def moment(self, path: str, bounds: Any) -> None:
        """`bounds` is a moment or a dict of gt, gte, lt, lte."""
        if isinstance(bounds, int):
            self.equal(path, bounds)
        for name, bound in bounds.items() if isinstance(bounds, dict) else ():
            self.add(f"json_extract(body, '$.{path}') {_COMPARISONS[name]} ?", bound)

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values.extend(values)


def page(
    tx: Transaction, kind: str, url: str, params: dict[str, Any], filters: Filters
) -> Document:
    """One page of a kind as Stripe's list object."""
    limit = _limit(params)
    name, cursor = _cursor(params)
    backwards = name == "ending_before"
    conditions, values = list(filters.conditions), list(filters.values)
    if cursor is not None:
        created, position = _place(tx, kind, cursor, name)
        beyond = ">" if backwards else "<"
        # The first of the two is there for the index, which cannot compare pairs.
        conditions.append(f"{_CREATED} {beyond}= ? AND ({_CREATED}, position) {beyond} (?, ?)")
        values += (created, created, position)
    way = "ASC" if backwards else "DESC"
    where = " AND ".join([*conditions, "1"])
    ordered = f"{where} ORDER BY {_CREATED} {way}, position {way} LIMIT ?"
    found = tx.find(kind, ordered, (*values, limit + 1))
    newest_first = found[:limit][::-1] if backwards else found[:limit]
    return _list(newest_first, url, has_more=len(found) > limit)


def page_of(documents: list[Document], url: str, params: dict[str, Any]) -> Document:
    """One page of documents that are at hand, in their own order (line items)."""
    limit = _limit(params)
    name, cursor = _cursor(params)
    if cursor is None:
        return list_object(documents, url, limit)
    ids = [document["id"] for document in documents]
    if cursor not in ids:
        raise resource_missing("item", cursor, name, status=400)
    place = ids.index(cursor)
    if name == "starting_after":
        return list_object(documents[place + 1 :], url, limit)
    return _list(documents[max(0, place - limit) : place], url, has_more=place > limit)


def list_object(documents: list[Document], url: str, limit: int) -> Document:
    return _list(documents[:limit], url, has_more=len(documents) > limit)


def _list(documents: list[Document], url: str, *, has_more: bool) -> Document:
    return {"object": "list", "data": documents, "has_more": has_more, "url": url}


def _limit(params: dict[str, Any]) -> int:
    limit: int = params.get("limit", _DEFAULT_LIMIT)
    if not 1 <= limit <= 100:
        message = "This value must be between 1 and 100."
        raise ApiError(message, code="parameter_invalid_integer", param="limit")
    return limit


def _cursor(params: dict[str, Any]) -> tuple[str, str | None]:
    given = [name for name in ("starting_after", "ending_before") if name in params]
    if len(given) == 2:
        raise ApiError(
            "You may only specify one of these parameters: starting_after, ending_before.",
            code="parameters_exclusive",
            param="starting_after",
        )
    return (given[0], params[given[0]]) if given else ("", None)


def _place(tx: Transaction, kind: str, cursor: str, name: str) -> tuple[int, int]:
    query = f"SELECT {_CREATED}, position FROM objects WHERE id = ? AND kind = ?"
    row = tx.run(query, (cursor, kind)).fetchone()
    if row is None:
        raise resource_missing(kind, cursor, name, status=400)
    return int(row[0]), int(row[1])
