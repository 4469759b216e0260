"""What each route of the API does, once its parameters are known to be valid."""

from typing import Any

from shop.demo.stripe import events, sessions
from shop.demo.stripe.paging import Filters, page, page_of
from shop.demo.stripe.store import Document, Transaction

_SESSIONS = "/v1/checkout/sessions"


def list_sessions(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = Filters()
    filters.created(params.get("created"))
    fields = ("customer", "customer_account", "payment_intent", "payment_link", "subscription")
    for name in (*fields, "status"):
        filters.equal(name, params.get(name))
    filters.equal("customer_details.email", params.get("customer_details", {}).get("email"))
    return page(tx, sessions.KIND, _SESSIONS, params, filters)


def list_session_lines(tx: Transaction, session_id: str, params: dict[str, Any]) -> Document:
    sessions.get(tx, session_id)
    url = f"{_SESSIONS}/{session_id}/line_items"
    return page_of(sessions.lines(tx, session_id), url, params)


def list_intents(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = Filters()
    filters.created(params.get("created"))
    for name in ("customer", "customer_account"):
        filters.equal(name, params.get(name))
    return page(tx, "payment_intent", "/v1/payment_intents", params, filters)


def list_charges(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = Filters()
    filters.created(params.get("created"))
    for name in ("customer", "payment_intent", "transfer_group"):
        filters.equal(name, params.get(name))
    return page(tx, "charge", "/v1/charges", params, filters)


def retrieve_event(tx: Transaction, event_id: str) -> Document:
    return events.with_pending_webhooks(tx, tx.get("event", event_id))


def list_events(tx: Transaction, params: dict[str, Any]) -> Document:
    filters = Filters()
    filters.created(params.get("created"))
    kinds = [*params.get("types", []), *([params["type"]] if "type" in params else [])]
    if kinds:
        alternatives = " OR ".join(["json_extract(body, '$.type') GLOB ?"] * len(kinds))
        filters.add(f"({alternatives})", *map(_glob, kinds))
    if "delivery_success" in params:
        other = "NOT " if params["delivery_success"] else ""
        filters.add(
            f"id {other}IN (SELECT event_id FROM deliveries"
            " WHERE state IN ('waiting', 'sending', 'given_up'))"
        )
    answer = page(tx, "event", "/v1/events", params, filters)
    answer["data"] = [events.with_pending_webhooks(tx, event) for event in answer["data"]]
    return answer


def _glob(kind: str) -> str:
    # Stripe allows only `*` as a wildcard.
    return kind.replace("[", "[[]").replace("?", "[?]")
