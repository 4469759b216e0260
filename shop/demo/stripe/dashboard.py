"""The "Dashboard": every session, what happened to it, and what the shop was told."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shop.demo.stripe import payments, sessions
from shop.demo.stripe.answering import catch_up
from shop.demo.stripe.machine import machine
from shop.demo.stripe.store import Document, Transaction

blueprint = Blueprint("dashboard", __name__)

_SHOWN = 30


@blueprint.get("/")
def index() -> str:
    catch_up(machine())
    with machine().store.transaction() as tx:
        newest = "1 ORDER BY position DESC LIMIT ?"
        rows = [_row(tx, session) for session in tx.find(sessions.KIND, newest, (_SHOWN,))]
    webhook_url = machine().account.webhook_url
    return render_template("dashboard.html", rows=rows, shown=_SHOWN, webhook_url=webhook_url)


def _row(tx: Transaction, session: Document) -> dict[str, Any]:
    intent_id = session["payment_intent"]
    is_undecided = False
    if payments.is_pending(session):
        is_undecided = tx.get("payment_intent", intent_id)["status"] == "processing"
    return {
        "session": session,
        "is_pending": payments.is_pending(session),
        "is_undecided": is_undecided,
        "events": _events(tx, session["id"], intent_id),
    }


def _events(tx: Transaction, session_id: str, intent_id: str | None) -> list[dict[str, Any]]:
    found = tx.run(
        "SELECT json_extract(body, '$.type'), json_extract(body, '$.created'),"
        " state, attempts, answer FROM objects LEFT JOIN deliveries ON event_id = id"
        " WHERE kind = 'event' AND (json_extract(body, '$.data.object.id') IN (?, ?)"
        " OR json_extract(body, '$.data.object.payment_intent') = ?) ORDER BY position",
        (session_id, intent_id, intent_id),
    )
    names = ("type", "created", "state", "attempts", "answer")
    return [dict(zip(names, row, strict=True)) for row in found]


@blueprint.post("/lastschrift/<session_id>")
def settle_debit(session_id: str) -> Response:
    here = machine()
    outcome = request.form.get("outcome")
    if outcome in ("succeeds", "fails"):
        with here.store.transaction() as tx:
            payments.settle_debit(tx, here.account, session_id, succeeds=outcome == "succeeds")
        here.deliveries.wake()
    return redirect(url_for("dashboard.index"), code=303)
