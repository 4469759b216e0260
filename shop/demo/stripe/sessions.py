"""The life of a Checkout Session: open, then complete or expired, and never back."""

from typing import Any

from shop.demo.stripe import events
from shop.demo.stripe.account import Account
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.line_documents import line_documents
from shop.demo.stripe.session_documents import payer_details, session_document
from shop.demo.stripe.session_rules import LONGEST_SECONDS
from shop.demo.stripe.store import Document, Transaction

KIND = "checkout.session"


def create(tx: Transaction, account: Account, params: dict[str, Any]) -> Document:
    """`params` must have passed `parameters.validated` and `session_rules.check`."""
    session = session_document(account, params)
    private = {
        "line_items": line_documents(params, session["created"]),
        "payment_intent_data": params.get("payment_intent_data", {}),
    }
    tx.add(session, private)
    return session


def get(tx: Transaction, session_id: str) -> Document:
    return tx.get(KIND, session_id, param="session")


def lines(tx: Transaction, session_id: str) -> list[Document]:
    items: list[Document] = tx.private(session_id)["line_items"]
    return items


def copy(tx: Transaction, account: Account, session_id: str) -> Document:
    """A new open session with the same parameters, as if the shop had asked twice."""
    now = account.clock.now()
    twin = get(tx, session_id)
    private = tx.private(session_id)
    twin.update(
        id=new_id("cs_test_"),
        created=now,
        expires_at=now + LONGEST_SECONDS,
        payment_intent=None,
        payment_status="unpaid" if twin["amount_total"] else "no_payment_required",
        status="open",
    )
    twin["url"] = f"{account.base_url}/c/pay/{twin['id']}"
    items = [{**item, "id": new_id("li_")} for item in private["line_items"]]
    tx.add(twin, {**private, "line_items": items})
    return twin


def complete(tx: Transaction, account: Account, session: Document, payment_status: str) -> Document:
    """Closes an open session that the customer has paid; returns the event."""
    session.update(
        status="complete",
        payment_status=payment_status,
        url=None,
        customer_details=payer_details(session["customer_email"]),
    )
    tx.save(session)
    return events.record(tx, account, "checkout.session.completed", session)


def expire(
    tx: Transaction, account: Account, session_id: str, cause: events.Cause = events.NOBODY
) -> Document:
    """Closes an open session; refuses any other."""
    session = get(tx, session_id)
    if session["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{session['status']}`."
        )
    session.update(status="expired", url=None)
    tx.save(session)
    _cancel_intent(tx, account, session["payment_intent"], cause)
    events.record(tx, account, "checkout.session.expired", session, cause)
    return session


def _cancel_intent(
    tx: Transaction, account: Account, intent_id: str | None, cause: events.Cause
) -> None:
    if intent_id is None:
        return
    intent = tx.get("payment_intent", intent_id)
    intent.update(status="canceled", canceled_at=account.clock.now(), cancellation_reason="expired")
    tx.save(intent)
    events.record(tx, account, "payment_intent.canceled", intent, cause)


def expire_overdue(tx: Transaction, account: Account) -> bool:
    """Closes whatever is past its time; True if there was any."""
    overdue = tx.find(
        KIND,
        "json_extract(body, '$.status') = 'open' AND json_extract(body, '$.expires_at') <= ?",
        (account.clock.now(),),
    )
    for session in overdue:
        expire(tx, account, session["id"])
    return bool(overdue)
